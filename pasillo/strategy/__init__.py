"""What we decided to offer and to promise."""

"""What can be done to a case: each a noun that is posted to, and one command."""

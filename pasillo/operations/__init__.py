"""What we do for customers."""

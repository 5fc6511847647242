"""What was said, by whichever channel."""

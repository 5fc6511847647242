"""What happened, written once and never changed."""

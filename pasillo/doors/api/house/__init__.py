"""The house itself: its health, its channels, and what happened in it."""

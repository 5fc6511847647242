"""Where machines come in."""

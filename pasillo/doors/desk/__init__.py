"""Where people serve."""

"""Ways of looking at the queue that have a name."""

"""Instagram, whose messages speak as those of Messenger do."""

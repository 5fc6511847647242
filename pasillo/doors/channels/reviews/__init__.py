"""Reviews in public, by their feed: who was let down, or asks something, is owed an answer."""

"""One adapter for each suite: it says what of a row is ours to meet, and where we differ and why."""

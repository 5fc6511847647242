"""A call written down while one talks: for a new case, or for one that is there."""

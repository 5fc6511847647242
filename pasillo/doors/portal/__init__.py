"""Where customers ask, follow, dispute and rate."""

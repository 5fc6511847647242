"""The channels by which words come and go."""

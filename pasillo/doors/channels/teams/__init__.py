"""Microsoft Teams, for colleagues who ask something inside the house."""

"""The targets that each service must reach."""

"""What the customer lived, from the facts."""

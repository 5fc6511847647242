"""What the customer felt, in scores and words."""

"""Who calls us, who was called in vain, and whom we promised to call back."""

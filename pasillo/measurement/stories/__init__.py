"""One row per case, folded from the facts."""

"""What we owe the outside world: each effect exactly once on our side."""

"""PostgreSQL as Django speaks to it, told before each question who is looking."""

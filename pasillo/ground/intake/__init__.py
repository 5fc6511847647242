"""What came in, kept as raw bytes before anything else."""

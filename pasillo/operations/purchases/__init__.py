"""What is bought from a short list, and which budget pays it."""

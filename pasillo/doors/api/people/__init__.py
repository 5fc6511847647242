"""People and areas, for machines that keep them in step with another system."""

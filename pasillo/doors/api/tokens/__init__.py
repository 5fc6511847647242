"""Where a person makes keys for their machines, sees when they came last, and takes them back."""

"""The rules of clocks in plain Python: what starts and stops them, how they stand, and how they are played again."""

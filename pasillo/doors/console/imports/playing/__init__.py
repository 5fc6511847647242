"""Making history of what was read: planned, founded, and played by the same commands that people use here."""

"""Proving that the data is whole: every rule that must hold, asked of the tables and of the journal."""

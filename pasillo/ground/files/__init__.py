"""Bytes kept in the database, keyed by what they are."""

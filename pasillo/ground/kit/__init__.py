"""Tools without tables and without a word of the domain."""

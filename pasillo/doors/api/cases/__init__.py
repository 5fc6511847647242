"""Cases for machines: told, listed, read, with their promises and files."""

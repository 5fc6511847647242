"""Reads a mail: from raw bytes to words, sender and files. Plain Python that never trusts what it reads."""

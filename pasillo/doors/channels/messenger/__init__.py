"""Messenger, the letter box of a page on Facebook."""

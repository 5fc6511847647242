"""Checking, backing up, restoring and proving, as an operator does it."""

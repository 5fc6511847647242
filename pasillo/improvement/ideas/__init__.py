"""Proposals of employees and customers: answered in words, voted on, followed."""

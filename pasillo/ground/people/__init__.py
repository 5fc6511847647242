"""Persons, organisations, areas and roles."""

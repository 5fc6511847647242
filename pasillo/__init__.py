"""Pasillo: everything a person lives between asking and being served, in one house."""

"""Wires the house: settings, addresses, and the rhythm of what happens by itself."""

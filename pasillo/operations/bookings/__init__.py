"""Rooms and other things that can be booked, and who has them when."""

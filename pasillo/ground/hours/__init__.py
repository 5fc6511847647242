"""Business time: the hours in which somebody serves."""

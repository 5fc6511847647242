"""What can go wrong at the start, told in one line to the person who starts it."""


class Trouble(Exception):
    """The product cannot start; the message says why and what to do."""

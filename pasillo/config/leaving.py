"""Set when this process was told to stop: whoever works through a list finishes what is in hand and begins no more."""

import threading

leaving = threading.Event()

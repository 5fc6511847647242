"""What a process keeps until its end is not searched for garbage again and again."""

import gc

OFTEN = 5_000  # new things before the newest are looked through: Python's 700 mean three times a page


def keep_what_is_here() -> None:
    """Modules and models stay: from now on only what pages leave behind is looked through, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN)

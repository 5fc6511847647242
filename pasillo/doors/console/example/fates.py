"""How the cases of each service tend to go at Nidalia."""

from dataclasses import dataclass

FIELD = ("north", "south")


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How the cases of one service tend to go: how many of a hundred they are, how long, and what happens in them."""

    weight: float
    share: float
    spread: float = 0.4
    ask: float = 0.3
    task: float = 0.1
    visit: float = 0.0
    transfer: float = 0.05
    goes_to: tuple[str, ...] = ()
    dispute: float = 0.03
    helper: str = "logistics"
    slow: float = 0.0


FATES = {
    "move_home": Fate(
        weight=7.8, share=0.66, ask=0.4, task=0.6, visit=0.5, transfer=0.75, goes_to=FIELD, dispute=0.13, slow=0.3
    ),
    "contract": Fate(weight=7, share=0.5, ask=0.4, task=0.5, visit=0.6, transfer=0.35, goes_to=FIELD, dispute=0.02),
    "fibre_line": Fate(weight=6, share=0.55, ask=0.3, task=0.5, visit=0.6, transfer=0.35, goes_to=FIELD, dispute=0.04),
    "equipment": Fate(weight=5.5, share=0.5, task=0.4, visit=0.5, transfer=0.2, goes_to=("north",)),
    "mobile": Fate(weight=5, share=0.4, ask=0.3, task=0.2, transfer=0.04, goes_to=("billing",)),
    "appointment": Fate(weight=9, share=0.35, ask=0.15, transfer=0.05, goes_to=("contact",), helper="north"),
    "cancel": Fate(weight=4, share=0.5, ask=0.4, task=0.2, transfer=0.06, goes_to=("contact",)),
    "bill": Fate(weight=12, share=0.42, task=0.12, transfer=0.08, goes_to=("contact",), helper="contact", slow=0.2),
    "charged": Fate(
        weight=3.5, share=0.5, ask=0.35, task=0.35, transfer=0.06, goes_to=("contact",), dispute=0.08, slow=0.25
    ),
    "internet": Fate(weight=11, share=0.42, task=0.15, transfer=0.22, goes_to=FIELD, dispute=0.05, slow=0.1),
    "alarm": Fate(weight=6, share=0.3, spread=0.45, ask=0.35, transfer=0.06, goes_to=("contact",), helper="north"),
    "complaint": Fate(
        weight=4.2, share=0.6, task=0.4, transfer=0.1, goes_to=("billing",), dispute=0.1, helper="north", slow=0.25
    ),
    "technician": Fate(weight=11, share=0.5, visit=0.65, task=0.25, transfer=0.1, goes_to=FIELD, dispute=0.06),
    "camera": Fate(weight=4, share=0.4, visit=0.2, transfer=0.2, goes_to=FIELD, task=0.15, dispute=0.04),
    "images": Fate(weight=2, share=0.35, spread=0.5, ask=0.6, transfer=0.03, goes_to=("billing",), helper="contact"),
    "battery": Fate(weight=3, share=0.4, ask=0.35, task=0.1, transfer=0.1, goes_to=FIELD, helper="monitoring"),
}  # fmt: skip

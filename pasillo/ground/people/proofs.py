"""How far it is proven that a name is somebody's, and what that lets them do. Plain Python."""

from pasillo.ground.kit.words import _

CLAIMED, CHANNEL, CLICKED, SIGNED, CONFIRMED = "claimed", "channel", "clicked", "signed", "confirmed"
LETS_READ = frozenset({CLICKED, SIGNED, CONFIRMED})
BY_WHICH_THEY_ARE_KNOWN = LETS_READ | {CHANNEL}

WORDS = {
    CLAIMED: _("claimed; nobody has proven it"),
    CHANNEL: _("they write to us from it; the channel says so"),
    CLICKED: _("proven by a link that only they received"),
    SIGNED: _("proven by a sign-in of theirs"),
    CONFIRMED: _("confirmed by one of us"),
}
TONES = {CLAIMED: "risk", CHANNEL: "", CLICKED: "ok", SIGNED: "ok", CONFIRMED: "ok"}


def reaches(proofs: list[str]) -> bool:
    """Whether somebody may read what came by these names: each is proven, and by more than the channel's word.

    A copy of a mail, a number that somebody typed, a number that may have been given to others: none lets read.
    """
    return bool(proofs) and all(proof in LETS_READ for proof in proofs)

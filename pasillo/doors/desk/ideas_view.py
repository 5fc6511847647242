"""Ideas as the board and their own page show them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.desk.words import block_class
from pasillo.ground.kit.languages import in_language
from pasillo.improvement.ideas.models import Idea
from pasillo.improvement.ideas.states import LABELS, MAY, State

COLUMNS = (State.NEW, State.LOOKING, State.ACCEPTED, State.DONE, State.DECLINED)
MARKS = {
    State.NEW: ("circle-dashed", ""),
    State.LOOKING: ("eye", "wait"),
    State.ACCEPTED: ("circle-check", "ok"),
    State.DONE: ("circle-check", "ok"),
    State.DECLINED: ("circle-x", ""),
}


def card(idea: Idea, *, voted: bool, may_move: bool = False, is_news: bool = False) -> dict[str, Any]:
    """One idea as a list or a column shows it."""
    icon, origin = origin_of(idea)
    mark, tone = MARKS[State(idea.state)]
    return {
        "id": idea.pk,
        "title": idea.title,
        "url": reverse("desk:idea", args=[idea.pk]),
        "state": idea.state,
        "state_word": str(LABELS[State(idea.state)]),
        "state_icon": mark,
        "state_tone": tone,
        "votes": idea.votes,
        "voted": voted,
        "author": idea.author.name,
        "origin": origin,
        "origin_icon": icon,
        "service": in_language(idea.service.names, get_language()) if idea.service else _("The whole house"),
        "block": block_class(idea.service.block) if idea.service else "",
        "made_at": idea.made_at,
        "may_move": may_move,
        "targets": " ".join(MAY[State(idea.state)]),
        "is_news": is_news,
    }


def origin_of(idea: Idea) -> tuple[str, str]:
    """Where an idea came from, without a word of what stands behind it."""
    if idea.proposer_id:
        return "message-circle", _("A customer's suggestion")
    if idea.feedback_id:
        return "quote", _("Voice of a customer")
    if idea.case_id:
        return "inbox", _("From a case")
    return "user", _("From a colleague")


def choices(idea: Idea) -> list[dict[str, str]]:
    """Where the idea can go from here, with words to begin from."""
    return [target(state) for state in MAY[State(idea.state)]]


def target(state: State) -> dict[str, str]:
    """One place to which an idea can go."""
    icon, tone = MARKS[state]
    begin = _("We are looking at it and tell you what becomes of it.") if state == State.LOOKING else ""
    return {"value": state.value, "word": str(LABELS[state]), "icon": icon, "tone": tone, "begin": begin}

"""What the pages of the desk ask whatever the answers are: named here, so that it is asked in one go."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from pasillo.doors.desk.answers import wants
from pasillo.doors.desk.case_view import tasks_of
from pasillo.doors.desk.everyday_view import told_of
from pasillo.doors.desk.thread import newest_told
from pasillo.doors.desk.views.queries import shown_to
from pasillo.doors.shell.pages import called
from pasillo.doors.shell.visitor import sight
from pasillo.ground.asking import ask_ahead
from pasillo.ground.effects.sending import has_road
from pasillo.improvement.ideas.queries import ideas_of_case
from pasillo.operations.alarms.queries import open_alarms_of
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queue import eyes_of
from pasillo.operations.conversations.queries import about_to_be_said, drafts_of, waiting_to_go
from pasillo.operations.conversations.whereabouts import whereabouts_of
from pasillo.operations.promises.queries import card_of, clocks_of
from pasillo.operations.routing.queries import choice_for
from pasillo.strategy.catalogue.steering import answers_for_some


def ask_around(request: HttpRequest) -> None:
    """The first questions of the queue, and of the frame around it."""
    ask_ahead(*_around(request), lambda: waiting_to_go(sight(request).person_id or 0))


def ask_of_case(request: HttpRequest, case: Case, at: datetime) -> None:
    """The first questions of a case; those of the page around it too, unless only a part was asked for."""
    seen = sight(request)
    me = seen.person_id or 0
    ask_ahead(
        lambda: queries.reads_everything(seen, case),
        lambda: queries.shared_with(seen),
        lambda: clocks_of([case.pk], at=at),
        lambda: newest_told(case),
        lambda: told_of(case),
        lambda: ideas_of_case(seen, case.pk),
        lambda: tasks_of(case),
        lambda: open_alarms_of(case.pk),
        lambda: whereabouts_of(case.customer_id, at=at),
        lambda: card_of(case.pk),
        lambda: choice_for(case),
        lambda: drafts_of(case.conversation_id, person_id=me),
        lambda: about_to_be_said(case.conversation_id),
        lambda: waiting_to_go(me),
        lambda: has_road("mail"),
        queries.areas,
        *([] if wants(request) else _around(request)),
    )


def _around(request: HttpRequest) -> list[Callable[[], object]]:
    seen = sight(request)
    return [
        lambda: eyes_of(seen),
        lambda: shown_to(seen),
        lambda: called(request),
        lambda: answers_for_some(seen),
    ]

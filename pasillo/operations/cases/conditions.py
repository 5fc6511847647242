"""What may be asked about a case: by routing rules today, by views and reports with the same words tomorrow."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.utils.translation import get_language

from pasillo.ground.asking import asked
from pasillo.ground.conditions.fields import Field, Sort, fields_of
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.words import _
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import LABELS, PRIORITIES
from pasillo.operations.cases.queries import areas
from pasillo.strategy.catalogue.models import Block, RequestType, Service

KINDS = {
    "request": _("Request"), "question": _("Question"), "incident": _("Incident"), "complaint": _("Complaint"),
    "suggestion": _("Suggestion"), "compliment": _("Compliment"), "delivery": _("Delivery"),
}  # fmt: skip
CHANNELS = {
    "email": _("E-mail"), "portal": _("Portal"), "phone": _("Phone"), "desk": _("Desk"), "chat": _("Chat"),
    "whatsapp": _("WhatsApp"), "telegram": "Telegram", "sms": "SMS", "messenger": "Messenger",
    "instagram": "Instagram", "line": "LINE", "slack": "Slack", "api": _("Connected system"),
}  # fmt: skip
LANGUAGES = {"en": _("English"), "es": _("Spanish"), "id": _("Indonesian")}
BLOCKS = {
    Block.LIFECYCLE: _("Service lifecycle"),
    Block.CUSTOMER: _("Customer management"),
    Block.DELIVERY: _("Service delivery"),
}
JOINED = ("service", "account")


def _listed(words: Mapping[Any, object]) -> Callable[[], dict[str, str]]:
    return lambda: {str(code): str(word) for code, word in words.items()}


def _services() -> dict[str, str]:
    language = get_language()
    named = {str(service.pk): in_language(service.names, language) for service in asked(_every_service)}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _every_service() -> Any:
    return Service.objects.only("names")


def _request_types() -> dict[str, str]:
    language = get_language()
    named = {str(one.pk): in_language(one.names, language) for one in asked(_every_request_type)}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _every_request_type() -> Any:
    return RequestType.objects.only("names")


def _areas() -> dict[str, str]:
    return {str(area.pk): area.name for area in areas()}


def _account_name(case: Case) -> str | None:
    return case.account.name if case.account else None


def _plain(name: str, words: object, sort: Sort, **more: Any) -> Field:
    return Field(name=name, words=words, sort=sort, column=name, read=attrgetter(name), **more)


def _chosen(name: str, words: object, choices: Callable[[], Mapping[str, str]], column: str = "", **more: Any) -> Field:
    read = attrgetter((column or name).replace("__", "."))
    return Field(
        name=name, words=words, sort=Sort.CHOICE, column=column or name, read=read, choices=choices, **more
    )  # fmt: skip


FIELDS = fields_of(
    _chosen("service", _("the service"), _services, "service_id", code=int),
    _chosen("request_type", _("the request"), _request_types, "request_type_id", code=int),
    _chosen("block", _("the block"), _listed(BLOCKS), "service__block"),
    _chosen("kind", _("the kind"), _listed(KINDS)),
    _chosen("priority", _("priority"), _listed(PRIORITIES), code=int),
    _chosen("channel", _("the channel"), _listed(CHANNELS)),
    _chosen("language", _("the language"), _listed(LANGUAGES)),
    _chosen("area", _("the area"), _areas, "area_id", code=int),
    _chosen("state", _("the state"), _listed({state.value: word for state, word in LABELS.items()})),
    Field(
        name="account", words=_("the customer's organisation"), sort=Sort.TEXT, column="account__name",
        read=_account_name,
    ),
    _plain("subject", _("the subject"), Sort.TEXT),
    _plain("cycle", _("the cycle"), Sort.NUMBER),
    _plain("opened_at", _("the first contact"), Sort.MOMENT),
    _plain("waiting_since", _("the customer's oldest unanswered word"), Sort.MOMENT),
    _plain("next_due_at", _("the next promise"), Sort.MOMENT),
    _plain("unverified", _("the sender is not verified"), Sort.FLAG),
)  # fmt: skip

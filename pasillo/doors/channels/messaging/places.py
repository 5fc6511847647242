"""Which account, which settings, which service: what the messaging channels need to know of this installation."""

import json

from django.conf import settings as house
from django.db.models import Q, QuerySet
from django.urls import reverse

from pasillo.doors.channels.messaging.channel import Channel, channels
from pasillo.doors.channels.messaging.models import Account, Thread
from pasillo.doors.channels.messaging.plain import Settings
from pasillo.doors.shell.sealing import unsealed
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.catalogue.queries import general_service

PURPOSE = "messaging"


class NoServiceYet(Exception):
    """Nobody has told us yet what we serve: messages wait until somebody does."""


def channel_of(account: Account) -> Channel:
    """The channel of an account."""
    return channels[account.kind]


def settings_of(account: Account) -> Settings:
    """What was filled in for an account, its secrets opened."""
    secrets = unsealed(account.sealed, PURPOSE)
    return {**account.settings, **(json.loads(secrets) if secrets else {})}


def account_behind(kind: str, key: str) -> Account | None:
    """The account to which a webhook's address leads, if it is open."""
    found = Account.objects.filter(kind=kind, key=key, is_active=True).first()
    return found if found and kind in channels else None


def webhook_of(account: Account) -> str:
    """The address that a provider is given."""
    return house.BASE_URL + reverse("messaging:hook", args=[account.kind, account.key])


def realm_of(account: Account) -> str:
    """Where the name of a customer is worth something: a network of numbers, or this account alone."""
    return channel_of(account).realm or f"{account.kind}:{account.pk}"


def account_meant(account: Account, own: str) -> Account | None:
    """The account for which something is meant: some providers tell one address of ours what concerns another."""
    setting = channel_of(account).own_setting
    if not own or not setting or account.settings.get(setting) == own:
        return account
    alike = Account.objects.filter(kind=account.kind, is_active=True, **{f"settings__{setting}": own})
    return alike.first()


def service_of(account: Account) -> Service:
    """The service to which an account leads: its own, else the general one."""
    found = account.service or general_service()
    if found is None:
        raise NoServiceYet("There is no service yet that could take this message.")
    return found


def held_in(conversation_id: int) -> QuerySet[Thread]:
    """The threads that go on in this conversation, those of cases that were merged into its case among them.

    Of a case that was split both parts are held on the one line that the customer has.
    """
    merged = Case.objects.filter(merged_into__conversation_id=conversation_id).values("conversation_id")
    moved = Message.objects.exclude(goes_on_in=None)
    here = Q(conversation_id=conversation_id) | Q(conversation_id__in=merged)
    went = Q(conversation_id__in=moved.filter(conversation_id=conversation_id).values("goes_on_in"))
    came = Q(conversation_id__in=moved.filter(goes_on_in=conversation_id).values("conversation_id"))
    return Thread.objects.filter(here | went | came)


def thread_of(conversation_id: int) -> Thread | None:
    """With whom, and on which account, this conversation is held: where they wrote last."""
    open_ones = held_in(conversation_id).filter(account__is_active=True)
    return open_ones.select_related("account", "person").order_by("-heard_at", "-id").first()

"""Mails that name a case of the system that was here before, by its mark or its ids, where each row says it counts."""

from pathlib import Path
from typing import Any

from pasillo.doors.channels.email.former import Former, clues_in
from pasillo.doors.channels.email.parsing.message import parse
from tests.corpora.suites.outcome import Outcome


def check(row: dict[str, Any], folder: Path) -> Outcome:
    """Compares one mail, with the places of its row as the places of the former system."""
    mail, contents = parse((folder / row["file"]).read_bytes())
    settings, case = row["context"]["settings"], row["context"]["ticket"]
    clues = clues_in(mail, contents, Former(settings["ticket_hook"], _places(settings)))
    ours = clues.lead_to(number=case["number"], subject=case["subject"], message_ids=[case["message_id"]])
    outcome = Outcome()
    outcome.expect("goes on", ours, row["expect"]["action"] == "add_to_ticket")
    return outcome


def _places(settings: dict[str, Any]) -> frozenset[str]:
    """Their subject always counts. Who shows no mark in subjects goes by references alone."""
    bare = {"references"} if settings.get("ticket_hook_position") == "none" else set()
    return frozenset({"subject", *settings["search_in"], *bare})

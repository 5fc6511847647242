"""Every way in which a conversation grows. Who may, and what it means for the case, is decided above."""

from pasillo.operations.conversations.commands.carrying import carry_back, carry_over, go_on_in
from pasillo.operations.conversations.commands.drafting import (
    NewerDraft,
    add_to_draft,
    drop_draft,
    drop_from_draft,
    save_draft,
)
from pasillo.operations.conversations.commands.mentioning import look, mention
from pasillo.operations.conversations.commands.pressing import (
    forget_pressed,
    press,
    press_end,
    put_off,
    take_back,
    then,
)
from pasillo.operations.conversations.commands.reaching import note_away, note_back, note_reached, note_unreached
from pasillo.operations.conversations.commands.saying import (
    MESSAGES,
    FileIn,
    Words,
    add_files,
    begin,
    let_in,
    note_deliveries,
    note_delivery,
    note_seen,
    note_unproven,
    note_unseen,
    say,
)

__all__ = [
    "MESSAGES",
    "FileIn",
    "NewerDraft",
    "Words",
    "add_files",
    "add_to_draft",
    "begin",
    "carry_back",
    "carry_over",
    "drop_draft",
    "drop_from_draft",
    "forget_pressed",
    "go_on_in",
    "let_in",
    "look",
    "mention",
    "note_away",
    "note_back",
    "note_deliveries",
    "note_delivery",
    "note_reached",
    "note_seen",
    "note_unproven",
    "note_unreached",
    "note_unseen",
    "press",
    "press_end",
    "put_off",
    "save_draft",
    "say",
    "take_back",
    "then",
]

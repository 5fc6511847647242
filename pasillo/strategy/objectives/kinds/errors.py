"""At most such a share of cases is served with an error."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import ShareKind, Story, Terms, kinds


class Errors(ShareKind):
    """A case without a single error keeps it."""

    def is_kept(self, terms: Terms, story: Story) -> bool | None:
        return None if story.errors is None else story.errors == 0


kinds.add("errors", Errors("errors", _("Errors")))

"""Such a share of customers says that it was as they expected, or better."""

from pasillo.ground.kit.words import _
from pasillo.strategy.objectives.kinds.base import ShareKind, Story, Terms, kinds

AS_EXPECTED = 3


class Satisfaction(ShareKind):
    """A customer who was never asked, or did not answer, tells us nothing."""

    def is_kept(self, terms: Terms, story: Story) -> bool | None:
        return None if story.score is None else story.score >= AS_EXPECTED


kinds.add("satisfaction", Satisfaction("satisfaction", _("Satisfaction")))

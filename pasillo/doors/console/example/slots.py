"""The time in which one step of a case happens: moments of it, when whoever acts is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pasillo.doors.console.example.scene import Scene
from pasillo.ground.hours.business_time import next_open


@dataclass(frozen=True)
class Slot:
    """From when to when a step may last."""

    scene: Scene
    begins: datetime
    ends: datetime

    def ours(self, share: float) -> datetime:
        """A moment of the slot at which the area is there; never after its end."""
        wanted = next_open(self.scene.hours, self._at(share))
        return max(min(wanted, self.ends), self.scene.now + timedelta(seconds=40))

    def theirs(self, share: float) -> datetime:
        """A moment of the slot at which a customer is awake; never after its end."""
        wanted = self.scene.awake(self._at(share))
        return max(min(wanted, self.ends), self.scene.now + timedelta(seconds=40))

    def _at(self, share: float) -> datetime:
        return self.begins + (self.ends - self.begins) * share


def slots_of(scene: Scene, begins: datetime, ends: datetime) -> list[Slot]:
    """The time between the first answer and the end, cut into a slot for each step."""
    cuts = sorted(scene.chance.uniform(0.08, 0.92) for _ in scene.plan.steps)
    edges = [*cuts, 0.96]
    span = max(ends - begins, timedelta(minutes=2))
    return [Slot(scene, begins + span * a, begins + span * b) for a, b in zip(edges, edges[1:], strict=False)]

"""Every way in which clocks start, stop, pause, ring and are put right."""

from pasillo.operations.promises.commands.cards import keep_card
from pasillo.operations.promises.commands.coming import next_alarm
from pasillo.operations.promises.commands.keeping import keep
from pasillo.operations.promises.commands.repairing import repair_clocks
from pasillo.operations.promises.commands.ringing import ring, ring_case
from pasillo.operations.promises.commands.usual import work_out_usual_served

__all__ = ["keep", "keep_card", "next_alarm", "repair_clocks", "ring", "ring_case", "work_out_usual_served"]

"""Every way in which routing changes, and in which it changes who holds a case."""

from pasillo.operations.routing.commands.assigning import Given, give_out, give_out_everywhere
from pasillo.operations.routing.commands.boards import BoardAs, SeatAs, set_board, set_seat
from pasillo.operations.routing.commands.rebalancing import rebalance, undo_rebalance
from pasillo.operations.routing.commands.returning import return_work_of_absent
from pasillo.operations.routing.commands.rules import RuleAs, add_rule, change_rule, drop_rule, move_rule

__all__ = [
    "BoardAs",
    "Given",
    "RuleAs",
    "SeatAs",
    "add_rule",
    "change_rule",
    "drop_rule",
    "give_out",
    "give_out_everywhere",
    "move_rule",
    "rebalance",
    "return_work_of_absent",
    "set_board",
    "set_seat",
    "undo_rebalance",
]

"""Every way in which ideas change."""

from pasillo.improvement.ideas.commands.answering import answer
from pasillo.improvement.ideas.commands.proposing import Proposal, propose
from pasillo.improvement.ideas.commands.taking_part import comment, follow, unfollow, unvote, vote
from pasillo.improvement.ideas.commands.telling_followers import see

__all__ = ["Proposal", "answer", "comment", "follow", "propose", "see", "unfollow", "unvote", "vote"]

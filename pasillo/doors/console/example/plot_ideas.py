"""What people at Nidalia proposed in these weeks, and how it went on: people/ideas.toml, by the real commands."""

from datetime import datetime, timedelta
from typing import Any

from pasillo.doors.console.example.company import Company, told
from pasillo.doors.console.example.offers import offers_as_they_stand
from pasillo.improvement.ideas.commands import Proposal, answer, comment, propose, vote
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.models import Feedback


def propose_ideas(company: Company, *, at: datetime) -> None:
    """Each idea with its votes, its comments and its answers, on the days on which they were given."""
    services = {key: offer.service.pk for key, offer in offers_as_they_stand().items()}
    for idea in told("ideas")["ideas"]:
        _propose(company, idea, services[idea["service"]], at)


def _propose(company: Company, idea: dict[str, Any], service_id: int, today: datetime) -> None:
    begun = today - timedelta(days=idea["days_ago"], hours=3)
    quote = _quote_of(idea.get("case"))
    proposal = Proposal(
        title=idea["title"], words=idea["words"], service_id=service_id, feedback_id=quote.pk if quote else None
    )
    made = propose(proposal, by=company.people[idea["by"]].ref, at=begun)
    span = timedelta(days=idea["days_ago"]) / (len(idea["votes"]) + 1)
    for place, who in enumerate(idea["votes"], 1):
        vote(made.pk, by=company.people[who].ref, at=begun + span * place)
    for days_ago, who, words in idea.get("comments", []):
        comment(made.pk, words=words, by=company.people[who].ref, at=today - timedelta(days=days_ago, hours=1))
    for days_ago, who, state, words in idea["answers"]:
        answer(made.pk, to=state, words=words, by=company.people[who].ref, at=today - timedelta(days=days_ago, hours=2))


def _quote_of(customer: str | None) -> Feedback | None:
    """The words of a customer from which the idea came."""
    if customer is None:
        return None
    case = Case.objects.filter(customer__email__startswith=customer).order_by("opened_at").first()
    return Feedback.objects.filter(case=case).first()

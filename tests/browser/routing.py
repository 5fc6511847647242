"""How work finds its people on the small day at Nidalia: a board, a rule, and what Marta can carry."""

from datetime import datetime

from pasillo.ground.people.commands import add_skill, give_skill
from pasillo.ground.people.models import Area, Person
from pasillo.operations.routing.commands import BoardAs, RuleAs, SeatAs, add_rule, set_board, set_seat
from pasillo.operations.routing.eligibility import Need
from pasillo.strategy.catalogue.models import Service


def build(
    areas: dict[str, Area], people: dict[str, Person], services: dict[str, Service], moment: datetime
) -> dict[str, int]:
    """Told with the product's own commands. Returns numbers for the screens."""
    told = {"by": people["lucía"].ref, "at": moment}
    desk = areas["Contact centre"]
    moves = add_skill(name="Moves", **told)
    give_skill(people["marta"].pk, skill_id=moves.pk, level=3, since=moment.date(), **told)
    set_board(desk.pk, wish=BoardAs(mode="suggest", policy="continuity"), **told)
    set_seat(desk.pk, people["marta"].pk, wish=SeatAs(cap=6, channel_caps={"chat": 2}, languages=["es"]), **told)
    condition = {"all": [
        {"field": "service", "is": "one_of", "value": [str(services["move-home"].pk)]},
        {"field": "priority", "is": "one_of", "value": ["1", "2"]},
    ]}  # fmt: skip
    wish = RuleAs(title="Moves that press", condition=condition, needs=[Need(skill_id=moves.pk, level=2)], speaks=True)
    rule = add_rule(desk.pk, wish=wish, **told)
    add_rule(
        desk.pk, wish=RuleAs(title="The rest", condition={"all": []}, for_every_case=True, policy="round_robin"), **told
    )
    return {"rule": rule.pk, "contact_area": desk.pk}

"""The ordinary course of a case: asked, answered, worked on, solved; sometimes disputed; and how it was."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pasillo.doors.console.example.moments import later
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.scene import Scene
from pasillo.doors.console.example.slots import Slot, slots_of
from pasillo.doors.console.example.stage import Script, Stage
from pasillo.operations.cases import commands
from pasillo.operations.promises.queries import clocks_of

SILENT_AFTER = timedelta(days=7)
MINUTE = timedelta(minutes=1)
GRUMBLES = 0.08


def ordinary(stage: Stage, plan: Plan) -> Script:
    """From the first word to the last."""
    scene = Scene(stage, plan)
    yield plan.opens_at
    scene.open()
    if plan.ending == "new":
        return
    answer_at = _answer_at(scene)
    if plan.chance.random() < 0.4:
        yield scene.now + (answer_at - scene.now) * 0.6
        scene.take()
    yield answer_at
    if scene.kind == "compliment":
        scene.thank(scene.told["first"])
        return
    if not scene.told["solved"]:
        scene.reply(scene.told["first"], then="resolve")
        yield from _silence(scene)
        return
    yield from ENDINGS[plan.ending](scene)


def _solved(scene: Scene) -> Script:
    plan = scene.plan
    scene.reply(scene.told["first"])
    last = plan.opens_at + (plan.ends_at - plan.opens_at) * (0.72 if plan.disputes else 1)
    for slot, step in zip(slots_of(scene, scene.now, last), plan.steps, strict=True):
        yield slot.ours(0)
        yield from STEPS[step](scene, slot)
    yield max(last, scene.now + MINUTE)
    scene.reply(scene.told["solved"], then="resolve")
    if plan.disputes:
        yield from _dispute(scene)
    yield from _afterwards(scene)


def _waits(scene: Scene) -> Script:
    """We asked, or agreed a day, and it has not come yet."""
    scene.reply(scene.told["first"])
    if "ask" in scene.told and scene.chance.random() < 0.6:
        yield scene.stage.until - timedelta(hours=scene.chance.uniform(3, 18))
        scene.reply(scene.told["ask"][0], then="wait")
        return
    yield scene.in_minutes(scene.chance.uniform(40, 200))
    yield from _agree_a_day(scene)


def _in_field(scene: Scene) -> Script:
    """Field has it, and the visit is agreed for one of the next days."""
    scene.reply(scene.told["first"])
    yield scene.in_minutes(scene.chance.uniform(60, 400))
    scene.transfer(scene.plan.goes_to, scene.inside("transfer"))
    yield scene.in_minutes(scene.chance.uniform(30, 240))
    scene.take()
    yield scene.in_minutes(scene.chance.uniform(15, 90))
    yield from _agree_a_day(scene)


def _agree_a_day(scene: Scene) -> Script:
    agreed = later(scene.hours, scene.stage.until + timedelta(hours=scene.chance.choice((20, 44, 68, 92))), 45)
    scene.reply(scene.filled(scene.common("visit"), day=scene.day_of(agreed)))
    scene.wait("scheduled", until=agreed)
    yield scene.now + MINUTE


def _working(scene: Scene) -> Script:
    """We are at it."""
    scene.reply(scene.told["first"])
    yield scene.in_minutes(15)
    scene.note(scene.inside("note"))


ENDINGS: dict[str, Callable[[Scene], Script]] = {
    "solved": _solved,
    "waits": _waits,
    "in_field": _in_field,
    "working": _working,
}


def _ask(scene: Scene, slot: Slot) -> Script:
    if "ask" not in scene.told:
        return
    question, answer = scene.told["ask"]
    scene.reply(question, then="wait")
    yield slot.theirs(scene.chance.uniform(0.3, 0.7))
    scene.customer_says(answer, files=scene.something_to_show())
    yield min(slot.ours(0.95), scene.share_of("next_response", scene.chance.lognormvariate(-1.1, 0.5)))
    scene.reply(scene.common("progress"))


def _task(scene: Scene, slot: Slot) -> Script:
    helper = scene.plan.fate.helper
    done_at = later(scene.stage.company.hours[helper], slot.ours(scene.chance.uniform(0.4, 0.9)), 1)
    due_at = later(scene.stage.company.hours[helper], scene.now + timedelta(days=scene.chance.choice((1, 1, 2, 3))), 5)
    task = scene.ask(helper, scene.inside("task"), due_at=due_at)
    yield max(scene.now + 20 * MINUTE, min(done_at, scene.plan.ends_at - MINUTE))
    done_by = scene.stage.company.who_serves(helper, scene.plan.index)
    commands.finish_task(task.pk, by=done_by.ref, at=scene.now)


def _transfer(scene: Scene, slot: Slot) -> Script:
    home, away = scene.area, scene.plan.goes_to
    scene.transfer(away, scene.inside("transfer"))
    yield slot.ours(0.3)
    if scene.plan.comes_back:
        scene.transfer(home, scene.why_it_comes_back())
        yield slot.ours(0.6)
        scene.take()
        if scene.plan.service != "move_home":
            return
        scene.transfer(away, scene.inside("transfer"))
        yield slot.ours(0.8)
    scene.take()


def _visit(scene: Scene, slot: Slot) -> Script:
    agreed = slot.ours(0.9)
    if agreed <= scene.now + 10 * MINUTE:
        return
    scene.reply(scene.filled(scene.common("visit"), day=scene.day_of(agreed)))
    scene.wait("scheduled", until=agreed)
    yield agreed
    scene.resume()


def _chaser(scene: Scene, slot: Slot) -> Script:
    yield slot.theirs(0.3)
    scene.customer_says(scene.common("chaser"))
    scene.asked_again += 1
    slow = scene.chance.lognormvariate(scene.plan.fate.slow - 0.9, 0.5)
    yield min(scene.share_of("next_response", slow), max(slot.ends, scene.now + MINUTE))
    scene.reply(scene.common("sorry"))


def _note(scene: Scene, slot: Slot) -> Script:
    scene.note(scene.inside("note"))
    yield slot.ours(0.3)


def _supplier(scene: Scene, slot: Slot) -> Script:
    scene.wait("supplier")
    yield slot.ours(0.9)
    scene.resume()


def _unproven(scene: Scene, slot: Slot) -> Script:
    yield slot.theirs(0.2)
    scene.customer_says(scene.common("chaser"))
    scene.asked_again += 1
    yield slot.ours(0.4)
    scene.wait("customer")
    yield slot.ours(0.8)
    scene.resume()
    scene.reply(scene.common("sorry"))


def _progress(scene: Scene, slot: Slot) -> Script:
    scene.reply(scene.common("progress"))
    yield slot.ours(0.3)


STEPS: dict[str, Callable[[Scene, Slot], Script]] = {
    "ask": _ask,
    "task": _task,
    "transfer": _transfer,
    "visit": _visit,
    "chaser": _chaser,
    "note": _note,
    "supplier": _supplier,
    "unproven": _unproven,
    "progress": _progress,
}


def _answer_at(scene: Scene) -> datetime:
    """When we answer first: in time as a rule, never after the end, and nobody is left without one on the last day."""
    plan = scene.plan
    first = scene.share_of("first_response", plan.first_share)
    promised = scene.share_of("first_response", 0.85)
    if scene.area == "contact" and promised < scene.stage.until < first:
        return promised
    return max(min(first, plan.opens_at + (plan.ends_at - plan.opens_at) * 0.5), plan.opens_at + 2 * MINUTE)


def _dispute(scene: Scene) -> Script:
    """It was not solved: the customer says so, and it is done again by the end."""
    rest = Slot(scene, scene.now, scene.plan.ends_at)
    yield rest.theirs(0.3)
    scene.dispute(scene.filled(scene.told.get("dispute") or scene.common("dispute")))
    yield min(scene.share_of("next_response", scene.chance.uniform(0.2, 1.05)), rest.ours(0.7))
    scene.reply(scene.common("wrong_again"))
    yield max(scene.plan.ends_at, scene.now + MINUTE)
    scene.reply(scene.common("solved_again"), then="resolve")


def _afterwards(scene: Scene) -> Script:
    """The customer finds that it works, or says nothing."""
    yield scene.customer_in(scene.chance.lognormvariate(2.3, 0.9))
    if scene.plan.confirms or scene.kind == "complaint":  # a complaint does not close by itself
        commands.confirm(scene.case_id, by=scene.customer.ref, at=scene.now)
        yield scene.customer_in(0.2)
        _say_how_it_was(scene)
        return
    yield from _silence(scene)


def _silence(scene: Scene) -> Script:
    """Nothing more is heard, and after some days the case closes by itself. Some say later how it was."""
    yield scene.now + SILENT_AFTER
    commands.close_silently(scene.case_id, at=scene.now)
    if scene.chance.random() < 0.4:
        yield scene.customer_in(4)
        _say_how_it_was(scene)


def _say_how_it_was(scene: Scene) -> None:
    if not scene.plan.speaks:
        return
    clocks = clocks_of([scene.case_id], at=scene.now).get(scene.case_id, [])
    broken = {clock.metric for clock in clocks if clock.is_broken}
    score = 4 + (scene.chance.random() < 0.35)
    score -= 1 * ("resolution" in broken) + 1 * bool(broken - {"resolution"}) + scene.plan.disputes
    score -= scene.asked_again and scene.chance.random() < 0.6
    score -= 2 * (scene.chance.random() < GRUMBLES)
    score = max(1, min(5, score))
    words = scene.common("good" if score >= 4 else "fair" if score == 3 else "bad")
    scene.feedback(score, words if scene.chance.random() < 0.65 else "")

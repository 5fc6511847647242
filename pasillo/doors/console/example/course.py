"""The ordinary course of a case: asked, answered, worked on, solved; sometimes disputed; and how it was."""

from collections.abc import Callable
from datetime import timedelta

from pasillo.doors.console.example.moments import ago, later
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.scene import Scene
from pasillo.doors.console.example.stage import Script, Stage
from pasillo.operations.cases import commands
from pasillo.operations.promises.queries import clocks_of

SILENT_AFTER = timedelta(days=7)


def ordinary(stage: Stage, plan: Plan) -> Script:
    """From the first word to the last."""
    scene = Scene(stage, plan)
    yield plan.opens_at
    scene.open()
    only_heard = not scene.told["solved"]
    answer_at = scene.before_today("first_response", plan.first_share)
    if plan.chance.random() < 0.5:
        yield stage.now + (answer_at - stage.now) * 0.6
        scene.take()
    yield answer_at
    if only_heard:
        scene.reply(scene.told["first"], then="resolve")
        yield from _silence(scene)
        return
    scene.reply(scene.told["first"])
    yield from _in_time_for_today(scene, _work(scene))
    scene.reply(scene.told["solved"], then="resolve")
    yield from _afterwards(scene)


def _in_time_for_today(scene: Scene, work: Script) -> Script:
    """What the Contact centre has let pass, it finishes before the last day: only the plot is late there today."""
    promised = later(scene.hours, scene.plan.opens_at, scene.plan.offer.objectives["resolution"])
    catches_up = scene.area == "contact" and promised < scene.stage.until
    last = ago(scene.hours, scene.stage.until, scene.chance.uniform(90, 900))
    for moment in work:
        if catches_up and moment > last:
            yield max(last, scene.now)
            return
        yield moment


def _work(scene: Scene) -> Script:
    cuts = sorted(scene.chance.random() for _ in scene.plan.steps)
    edges = [0.0, *cuts, 1.0]
    for step, begins, ends in zip(scene.plan.steps, edges, edges[1:], strict=False):
        yield scene.share_of("resolution", scene.plan.share * (ends - begins))
        yield from STEPS[step](scene)
    yield scene.share_of("resolution", scene.plan.share * (edges[-1] - edges[-2]))


def _ask(scene: Scene) -> Script:
    if "ask" not in scene.told:
        return
    question, answer = scene.told["ask"]
    scene.reply(question, then="wait")
    yield scene.customer_in(scene.chance.lognormvariate(1.6, 0.8))
    scene.customer_says(answer)
    yield scene.before_today("next_response", scene.chance.lognormvariate(scene.plan.fate.slow - 1.1, 0.5))
    scene.reply(scene.common("progress"))


def _task(scene: Scene) -> Script:
    helper = scene.plan.fate.helper
    hours = scene.stage.company.hours[helper]
    needed = scene.plan.offer.objectives["resolution"] * scene.chance.uniform(0.03, 0.2)
    task = scene.ask(helper, scene.inside("task"), due_at=scene.now + timedelta(days=scene.chance.choice((1, 2, 3))))
    yield max(scene.in_minutes(30), later(hours, scene.now, needed))
    done_by = scene.stage.company.serving(helper)
    commands.finish_task(task.pk, by=done_by.ref, at=scene.now)


def _transfer(scene: Scene) -> Script:
    home, away = scene.area, scene.plan.goes_to
    scene.transfer(away, scene.inside("transfer"))
    yield scene.share_of("resolution", scene.chance.uniform(0.02, 0.08))
    scene.take()
    if scene.chance.random() < scene.plan.fate.comes_back:
        yield scene.share_of("resolution", scene.chance.uniform(0.03, 0.1))
        scene.transfer(home, scene.inside("back"))
        yield scene.share_of("resolution", scene.chance.uniform(0.01, 0.05))
        scene.take()


def _visit(scene: Scene) -> Script:
    agreed = scene.in_minutes(scene.chance.uniform(400, 1100))
    scene.reply(scene.filled(scene.common("visit"), day=scene.day_of(agreed)))
    scene.wait("scheduled", until=agreed)
    yield agreed
    scene.resume()


def _chaser(scene: Scene) -> Script:
    scene.customer_says(scene.common("chaser"))
    scene.asked_again += 1
    yield scene.before_today("next_response", scene.chance.lognormvariate(scene.plan.fate.slow - 1, 0.5))
    scene.reply(scene.common("sorry"))


def _note(scene: Scene) -> Script:
    scene.note(scene.inside("note"))
    yield scene.in_minutes(5)


def _supplier(scene: Scene) -> Script:
    scene.wait("supplier")
    yield scene.share_of("resolution", scene.chance.uniform(0.1, 0.35))
    scene.resume()


def _unproven(scene: Scene) -> Script:
    scene.customer_says(scene.common("chaser"))
    scene.asked_again += 1
    yield scene.share_of("next_response", 0.4)
    scene.wait("customer")
    yield scene.share_of("next_response", scene.chance.uniform(0.5, 2))
    scene.resume()
    scene.reply(scene.common("sorry"))


def _progress(scene: Scene) -> Script:
    scene.reply(scene.common("progress"))
    yield scene.in_minutes(5)


STEPS: dict[str, Callable[[Scene], Script]] = {
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


def _afterwards(scene: Scene) -> Script:
    """The customer finds that it works, or that it does not."""
    yield scene.customer_in(scene.chance.lognormvariate(2.3, 0.9))
    if scene.plan.disputes:
        yield from _dispute(scene)
    if scene.plan.confirms:
        commands.confirm(scene.case_id, by=scene.customer.ref, at=scene.now)
        yield scene.customer_in(0.2)
        _say_how_it_was(scene)
        return
    yield from _silence(scene)


def _dispute(scene: Scene) -> Script:
    reason = scene.filled(scene.told.get("dispute") or scene.common("dispute"))
    commands.dispute(scene.case_id, reason=reason, by=scene.customer.ref, at=scene.now)
    yield scene.before_today("next_response", scene.chance.uniform(0.2, 1.05))
    scene.reply(scene.common("wrong_again"))
    yield scene.before_today("dispute", scene.chance.lognormvariate(-0.6, 0.45))
    scene.reply(scene.common("solved_again"), then="resolve")
    yield scene.customer_in(scene.chance.uniform(3, 30))


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
    score = max(1, min(5, score))
    words = scene.common("good" if score >= 4 else "fair" if score == 3 else "bad")
    scene.feedback(score, words if scene.chance.random() < 0.65 else "")

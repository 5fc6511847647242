"""Elena's case: eleven days without an alarm, two visits, and everything that one wants to see on one screen."""

from datetime import datetime, timedelta

from pasillo.doors.console.example.moments import Moment, ago, later
from pasillo.doors.console.example.picture import hallway
from pasillo.doors.console.example.plans import Plan
from pasillo.doors.console.example.scene import Scene
from pasillo.doors.console.example.stage import Script, Stage
from pasillo.ground.files.commands import keep
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, save_draft

STREET = "Av. de Goya 61, 4.º B"

ASKED = {
    "type": "move",
    "subject": "Still no alarm in our new home",
    "text": (
        "We have moved in today, at Av. de Goya 61, 4.º B, in Zaragoza, and there is no alarm: nobody came, although I "
        "asked for the move on the phone two weeks ago. I am alone here with two children. The gate code is 4417. "
        "I can open on any day, if I know it the day before."
    ),
}
FIRST = (
    "I am sorry that you had to call. I take care of your move from now on, and it stays with me until everything "
    "works. I am asking Field for the first visit that they have, and you get the day and the hour from me."
)
VISIT = "Your visit is agreed: the technician comes on {day} between 9 and 12, with a new panel."
NOT_IN = "Gate closed, no code in the order and no phone. Waited ten minutes, left at 9:25."
GAVE_CODE = "The technician says that he could not get in. I gave the gate code to your colleague on the first day."
BOOKED = (
    "You are right, the code was in your first call and it did not reach the technician. It is in the order now. "
    "I have booked a new visit for you, between 9 and 12, and I have asked them to call you when they leave."
)
DONE = "Order closed by the Field app: installed."
DISPUTE = "It is not solved. Nobody came and nobody called. There is no panel on my wall, only the mark of the old one."
NORA = (
    "@Marta Ruiz, Nora can go {when} if Logistics leaves a panel at the Delicias store. "
    "I have asked them for it. The visit was moved in the plan and nobody told her."
)
ELEVEN_DAYS = (
    "Nobody came. I took the day off for the second time.\n\n"
    "I have spent eleven days without an alarm, alone with two children, and every person I speak to asks me to start "
    "again. Please tell me who is going to come, and when."
)
VOICE = (
    "I have spent eleven days without an alarm, alone with two children, and every person I speak to asks me to start "
    "again."
)
DRAFT = (
    "Dear Elena, you are right, and I am sorry: we moved the visit and did not tell you.\n\n"
    "Nora Sanz comes {when} with a new panel. I will call you afterwards to be sure that it works. "
    "You will not have to explain anything again: I stay with your case until the end."
)
ELEVEN = timedelta(days=11)


def elena(stage: Stage, plan: Plan) -> Script:
    """From the call on the first day to the letter that is being written now."""
    scene = Scene(stage, plan)
    scene.street = STREET
    visit_ids: list[int] = []
    yield from _first_visit(scene, visit_ids)
    yield from _second_visit(scene, visit_ids[0])
    yield from _today(scene)


def _back(scene: Scene, minutes: float) -> datetime:
    """So many minutes of the Contact centre's hours before now."""
    return ago(scene.hours, scene.stage.until, minutes)


def _first_visit(scene: Scene, visit_ids: list[int]) -> Script:
    yield ago(scene.hours, scene.stage.until - ELEVEN, 15)
    scene.open(words=ASKED)
    yield scene.in_minutes(6)
    scene.reply(FIRST)
    yield scene.in_minutes(44)
    agreed = scene.in_minutes(700)
    title = f"Install at {STREET}: panel, two detectors"
    visit_ids.append(scene.ask("north", title, due_at=agreed).pk)
    yield scene.in_minutes(10)
    scene.reply(scene.filled(VISIT, day=scene.day_of(agreed)))
    scene.wait("scheduled", until=agreed)
    said_at = scene.in_minutes(715)
    yield agreed
    scene.resume()
    yield said_at
    scene.note(NOT_IN, by=_ivan(scene))


def _second_visit(scene: Scene, visit_id: int) -> Script:
    yield _back(scene, 2650)
    scene.customer_says(GAVE_CODE, channel="email")
    yield _back(scene, 2632)
    scene.reply(BOOKED)
    commands.move_task(visit_id, due_at=_back(scene, 500), by=scene.agent.ref, at=scene.now)
    yield _back(scene, 584)
    commands.move_task(visit_id, due_at=_back(scene, 280), by=_ivan(scene).ref, at=scene.now)
    yield _back(scene, 302)
    commands.finish_task(visit_id, outcome=DONE, by=_ivan(scene).ref, at=scene.now)
    commands.resolve(scene.case_id, by=_ivan(scene).ref, at=scene.now)


def _today(scene: Scene) -> Script:
    end, raul = scene.stage.until, scene.stage.company.people["raul"]
    yield _back(scene, 72)
    scene.dispute(DISPUTE)
    yield _back(scene, 60)
    bill = scene.ask("billing", "Hold the bill of the old home", due_at=end + timedelta(hours=4))
    yield _back(scene, 31)
    commands.finish_task(bill.pk, outcome="Held until both homes are cleared up.", by=raul.ref, at=scene.now)
    yield _back(scene, 8)
    title = "Leave a panel at the Delicias store for Nora"
    scene.ask("logistics", title, due_at=end + timedelta(minutes=56), by=_ivan(scene))
    yield _back(scene, 6)
    scene.note(scene.filled(NORA, when=_when(scene)), by=_ivan(scene), named=("marta",))
    yield _back(scene, 2.5)
    photo = FileIn(name="old-panel-hallway.png", blob=keep(hallway()))
    scene.customer_says(ELEVEN_DAYS, channel="email", files=(photo,))
    yield _back(scene, 1)
    conversation_id = Case.objects.values_list("conversation_id", flat=True).get(pk=scene.case_id)
    draft = scene.filled(DRAFT, when=_when(scene))
    save_draft(conversation_id, person_id=scene.agent.pk, kind="reply", text=draft, at=scene.now)
    scene.feedback(1, VOICE)


def _when(scene: Scene) -> str:
    """The next time that Nora is free: this afternoon, or on the next morning of work."""
    if Moment(scene.stage.until).local.hour < 13 and Moment(scene.stage.until).local.weekday() < 6:
        return "today between 15:00 and 18:00"
    morning = later(scene.stage.company.hours["north"], scene.stage.until + timedelta(hours=8), 60)
    return f"on {scene.day_of(morning)} between 9:00 and 12:00"


def _ivan(scene: Scene) -> Person:
    return scene.stage.company.people["ivan"]

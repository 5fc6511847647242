"""Any table of cases becomes history here, at its own moments."""

from datetime import UTC, datetime

from pasillo.doors.console.imports.typed import summary
from pasillo.ground.effects.models import Effect
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.history.models import Origin
from pasillo.operations.promises.repairs import played_again
from tests.doors.console.imports.conftest import TODAY

TABLE = """\
Ticket number;Asunto;Fecha de creación;Cliente;Correo electrónico;Grupo;Estado;Asignado a;Resuelto;Cerrado;Mensaje
101;La luz está roja;03/03/2026 09:00;Elena Prats;elena@correo.example;Soporte;Cerrado;Marta Ruiz;03/03/2026 11:30;06/03/2026 09:00;La caja no arranca, ¿pueden venir?
102;Factura doble;14/03/2026 10:15;Diego Sanz;diego@correo.example;Cobros;Pendiente;Iván;;;Me cobraron dos veces.
103;Alta;15/03/2026 08:00;;;Soporte;Abierto;;;;
"""  # noqa: E501
THREAD = """\
number,subject,created,customer email,status,message,message at,message by,visibility,solved at
7,No light,2026-03-03 09:00,elena@correo.example,solved,The box is dead.,2026-03-03 09:00,elena@correo.example,public,2026-03-03 12:00
7,,2026-03-03 09:00,,solved,Please press the button.,2026-03-03 10:00,marta@nidalia.example,public,
7,,2026-03-03 09:00,,solved,She is a friend of the boss.,2026-03-03 10:05,marta@nidalia.example,internal,
7,,2026-03-03 09:00,,solved,It works again!,2026-03-03 11:00,elena@correo.example,public,
"""  # noqa: E501


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_spanish_table_is_understood_without_a_word_of_explanation(taken):
    came, troubles = taken(TABLE, zone="Europe/Madrid", language="es")

    assert (came.made, came.known, came.left_out, troubles) == (3, 0, 0, [])
    case = Case.objects.get(subject="La luz está roja")
    assert (case.state, case.customer.email, case.area.name) == ("closed", "elena@correo.example", "Soporte")
    assert case.opened_at == at("2026-03-03 08:00")
    assert (case.resolved_at, case.closed_at) == (at("2026-03-03 10:30"), at("2026-03-06 08:00"))
    assert Origin.objects.get(case=case).known_as == "101"
    first = Message.objects.filter(conversation=case.conversation, direction="in").get()
    assert first.text == "La caja no arranca, ¿pueden venir?"
    assert set(Case.objects.exclude(pk=case.pk).values_list("state", flat=True)) == {"waiting_customer", "new"}
    assert all(not played_again(pk, at=TODAY) for pk in Case.objects.values_list("pk", flat=True))


def test_nobody_is_told_and_nobody_can_be_asked_for_it(taken):
    taken(TABLE)

    assert not Effect.objects.filter(state=Effect.State.QUEUED).exists()
    assert not Membership.objects.exists()
    case = Case.objects.get(subject="Factura doble")
    assert case.service.state == "retired"
    assert case.assignee is None


def test_an_area_in_which_something_is_still_to_be_done_stays_open_and_the_others_are_closed(taken):
    taken(TABLE.replace("Abierto", "Cerrado"))

    assert dict(Area.objects.values_list("name", "is_active")) == {"Soporte": False, "Cobros": True, "csv": False}


def test_a_second_run_changes_nothing_and_a_case_that_is_told_otherwise_stays_as_it_is(taken):
    taken(TABLE)
    before = (Case.objects.count(), Message.objects.count(), Person.objects.count())

    came, troubles = taken(TABLE.replace("Factura doble", "Factura triple"))

    assert (came.made, came.known, came.changed) == (0, 3, 1)
    assert (Case.objects.count(), Message.objects.count(), Person.objects.count()) == before
    assert not Case.objects.filter(subject="Factura triple").exists()
    assert [(one.line, one.case) for one in troubles] == [(3, "102")]


def test_one_line_a_message_makes_one_case_with_its_whole_thread(taken):
    came, troubles = taken(THREAD)

    assert (came.made, troubles) == (1, [])
    case = Case.objects.get()
    said = [(one.direction, one.text) for one in Message.objects.order_by("said_at", "id") if one.author_id]
    assert said == [
        ("in", "The box is dead."),
        ("out", "Please press the button."),
        ("note", "She is a friend of the boss."),
        ("in", "It works again!"),
    ]
    assert (case.state, case.resolved_at) == ("resolved", at("2026-03-03 12:00"))


def test_who_is_known_by_their_address_is_the_same_person_and_stays_as_they_are(taken):
    elena = meet(name="Elena Prats Vidal", email="Elena@correo.example", by="system", at=TODAY)

    taken(TABLE)

    elena.refresh_from_db()
    assert Case.objects.get(subject="La luz está roja").customer == elena
    assert elena.name == "Elena Prats Vidal"


def test_a_case_that_is_still_open_is_held_by_whoever_held_it_if_they_serve_there(taken):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=at("2020-01-01 00:00"))
    area = open_area(name="soporte", function="", calendar=hours, by="system", at=TODAY)
    marta = meet(name="Marta Ruiz", email="marta@nidalia.example", by="system", at=TODAY)
    give_role(person=marta, role=Role.AGENT, area=area, by="system", at=TODAY)

    taken(TABLE.replace("Abierto;;", "Abierto;marta@nidalia.example;"))

    case = Case.objects.get(subject="Alta")
    assert (case.area, case.assignee) == (area, marta)
    area.refresh_from_db()
    assert area.is_active


def test_a_rehearsal_shows_what_would_come_and_changes_nothing(rehearsed):
    meet(name="Diego", email="diego@correo.example", by="system", at=TODAY)

    seen = rehearsed(TABLE)

    assert (seen.cases, seen.new, seen.known, seen.left_out, seen.still_open) == (3, 3, 0, 0, 2)
    assert (seen.people, seen.people_known, seen.staff) == (4, 1, 0)
    assert [(one["ours"], one["is_here"], one["cases"]) for one in seen.areas] == [
        ("Soporte", False, 2), ("Cobros", False, 1)
    ]  # fmt: skip
    assert [one["subject"] for one in seen.first] == ["La luz está roja", "Factura doble", "Alta"]
    assert not Case.objects.exists()
    assert not Area.objects.exists()


def test_the_rehearsal_that_is_typed_says_that_days_and_months_could_be_swapped(rehearsed):
    table = "Number;Subject;Created\n1;Light;01/02/2026 10:00\n2;Bill;03/04/2026 10:00\n"
    told = {form: list(summary(rehearsed(table, csv={"moments": form}), None)) for form in ("", "%d/%m/%Y %H:%M")}

    doubt = [
        [line for line in lines if line.startswith("These moments can be read in two ways")] for lines in told.values()
    ]
    assert [len(lines) for lines in doubt] == [1, 0]
    assert any("2026-02-01" in line and line.endswith("Light") for line in told[""])


def test_what_was_chosen_counts_and_not_what_was_guessed(taken):
    table = "Ref;Kind;When\nA1;needs love;01/02/2026 10:00\n"
    chosen = {"columns": {"case": "Ref", "subject": "Kind", "opened": "When"}, "moments": "%m/%d/%Y %H:%M"}

    came, troubles = taken(table, csv=chosen, area="Front desk", service="All")

    assert (came.made, troubles) == (1, [])
    case = Case.objects.get()
    assert (case.subject, case.opened_at, case.area.name) == ("needs love", at("2026-01-02 10:00"), "Front desk")

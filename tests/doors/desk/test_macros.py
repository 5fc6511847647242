"""Macros: words in the customer's language, from a short list of places, for whom they are meant."""

from datetime import timedelta

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import give_role
from pasillo.ground.people.models import Role
from pasillo.ground.people.sight import sight_of
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Draft
from pasillo.operations.macros import commands
from pasillo.operations.macros.commands import Wording
from pasillo.operations.macros.models import Macro
from pasillo.operations.macros.placeholders import filled, unknown_in
from pasillo.operations.macros.queries import macros_for

pytestmark = pytest.mark.django_db
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def writes(marta):
    def write(name="Visit", **more):
        more = {"texts": {"en": "Dear {{customer.name}}, we come."}, "person_id": marta.pk, **more}
        return commands.write(Wording(name=name, **more), by=marta.ref, at=now())

    return write


def names(person):
    return sorted(macros_for(sight_of(person)).values_list("name", flat=True))


@pytest.mark.parametrize(
    "typed",
    [
        "{{7*7}}", "{{settings.SECRET_KEY}}", "{% include 'x' %}", "${x}", "<%= x %>", "{0.__class__}",
        "{{customer.email}}",
        "{{ customer.name.upper() }}", "{{customer}}", "{{case.internal_note}}", "{{{{customer.name}}", "%(x)s",
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_stays_as_it_was_written(typed):
    values = {"customer.name": "Elena", "customer.email": "secret", "case.internal_note": "secret"}

    said = filled(typed, values)

    assert said == typed.replace("{{customer.name}}", "Elena") if typed.startswith("{{{{") else said == typed


def test_a_value_is_never_read_again():
    values = {"customer.name": "{{case.number}} {{agent.name}}", "case.number": "7", "agent.name": "Marta"}

    assert filled("Dear {{customer.name}}: {{ case.number }}", values) == "Dear {{case.number}} {{agent.name}}: 7"


def test_ten_thousand_open_braces_are_read_in_no_time():
    text = "{{" * 10_000 + "customer.name" + "}}" * 10_000

    assert filled(text, {"customer.name": "Elena"}).count("Elena") == 1


def test_what_only_looks_like_a_place_is_named():
    assert unknown_in("{{customer.name}} {{customer.mail}}") == ["{{customer.mail}}"]


def test_it_is_offered_in_the_customers_language_with_its_places_filled_in(at_desk, writes, marta, case):
    texts = {"en": "Dear {{customer.name}}", "es": "Hola, {{customer.name}}: su caso {{case.number}}, {{agent.name}}"}
    writes(texts=texts, shortcut="/ Visita", next_step="wait")

    offers = at_desk(marta).get(f"/app/cases/{case.number}/macros").content.decode()

    assert f"Hola, Elena Prats: su caso {case.number}, Marta Ruiz" in offers
    assert "<kbd>/visita</kbd>" in offers
    assert 'data-step="wait"' in offers


def test_the_promise_is_told_as_the_customer_reads_dates(at_desk, writes, marta, case):
    writes(texts={"es": "antes del {{promise.due}}"})

    offers = at_desk(marta).get(f"/app/cases/{case.number}/macros").content.decode()

    assert "{{promise.due}}" not in offers
    assert f" {now().year}" in offers


def test_mine_are_mine_an_areas_are_its_areas_and_everybodys_are_everybodys(writes, marta, jordi, ivan, lucia, case):
    writes("mine")
    writes("ours", person_id=None, area_id=case.area_id)
    writes("all", person_id=None)

    assert names(marta) == ["all", "mine", "ours"]
    assert names(jordi) == ["all", "ours"]
    assert names(ivan) == ["all"]
    assert names(lucia) == ["all", "ours"]


def test_using_one_is_counted_and_does_what_it_does_at_once(at_desk, writes, marta, case):
    macro = writes(takes=True, priority=1, next_step="resolve")

    answer = at_desk(marta).post(f"/app/cases/{case.number}/macros/{macro.pk}", headers=SCRIPT)

    case.refresh_from_db()
    macro.refresh_from_db()
    assert answer.status_code == 204
    assert (case.assignee_id, case.priority, case.state) == (marta.pk, 1, "assigned")
    assert macro.used == 1
    fact = Entry.objects.get(name="macro.used")
    assert fact.data == {"macro_id": macro.pk, "case_id": case.pk, "person_id": marta.pk}


def test_a_step_that_is_not_possible_is_refused_in_words(at_desk, writes, marta, case):
    macro = writes(takes=True)
    cases.cancel(case.pk, reason="Gone.", by=marta.ref, at=now())

    answer = at_desk(marta).post(f"/app/cases/{case.number}/macros/{macro.pk}", headers=SCRIPT)

    assert answer.status_code == 422
    assert not Entry.objects.filter(name="macro.used").exists()


def test_a_macro_that_passes_the_case_on_does_so_after_the_reply(writes, marta, field, case):
    macro = writes(next_step=f"area:{field.pk}")

    cases.send(case.pk, text="x", then=macro.next_step, person_id=marta.pk, at=now())
    cases.say_what_is_due(at=now() + timedelta(seconds=11))

    case.refresh_from_db()
    assert case.area_id == field.pk


def form(**more):
    empty = {"shortcut": "", "next_step": "", "priority": "", "text_es": "", "text_id": ""}
    return {"name": "Visit", "text_en": "We come.", "owner": "me", **empty, **more}


def test_one_writes_changes_and_retires_ones_own(at_desk, marta):
    browser = at_desk(marta)
    browser.post("/app/macros/new", form(takes="1", priority="2", next_step="supplier"))
    macro = Macro.objects.get()
    assert (macro.person_id, macro.takes, macro.priority, macro.next_step) == (marta.pk, True, 2, "supplier")

    assert "We come." in browser.get(f"/app/macros/{macro.pk}").content.decode()
    browser.post(f"/app/macros/{macro.pk}", form(name="Visits", text_es="Vamos."))
    macro.refresh_from_db()
    assert (macro.name, macro.texts) == ("Visits", {"en": "We come.", "es": "Vamos."})
    assert "Visits" in browser.get("/app/macros").content.decode()

    browser.post(f"/app/macros/{macro.pk}/retirement")
    assert "Visits" not in browser.get("/app/macros").content.decode()
    told = Entry.objects.filter(about=f"macro:{macro.pk}").order_by("id").values_list("name", flat=True)
    assert list(told) == ["macro.written", "macro.written", "macro.retired"]


@pytest.mark.parametrize("owner", ["all", "area"])
def test_an_agent_keeps_none_for_others_and_loses_no_word_trying(at_desk, marta, case, owner):
    owner = f"area:{case.area_id}" if owner == "area" else owner

    answer = at_desk(marta).post("/app/macros/new", form(owner=owner))

    assert answer.status_code == 422
    assert "We come.</textarea>" in answer.content.decode()
    assert not Macro.objects.exists()


def test_a_manager_keeps_those_of_the_area_and_of_no_other(at_desk, marta, contact_centre, field, before):
    give_role(person=marta, role=Role.MANAGER, area=contact_centre, by="system", at=before)
    browser = at_desk(marta)

    assert browser.post("/app/macros/new", form(owner=f"area:{contact_centre.pk}")).status_code == 302
    assert browser.post("/app/macros/new", form(owner=f"area:{field.pk}")).status_code == 422
    assert Macro.objects.get().area_id == contact_centre.pk


def test_the_head_of_operations_keeps_everybodys(at_desk, lucia):
    assert at_desk(lucia).post("/app/macros/new", form(owner="all")).status_code == 302
    assert Macro.objects.get().person_id is None


def test_somebody_elses_cannot_be_opened_nor_changed(at_desk, writes, jordi):
    macro = writes()

    assert at_desk(jordi).get(f"/app/macros/{macro.pk}").status_code == 404
    assert at_desk(jordi).post(f"/app/macros/{macro.pk}", form()).status_code == 404
    assert at_desk(jordi).post(f"/app/macros/{macro.pk}/retirement").status_code == 404


def test_a_macro_without_words_and_steps_is_refused(at_desk, marta):
    answer = at_desk(marta).post("/app/macros/new", form(text_en=" "))

    assert answer.status_code == 422
    assert "at least one language" in answer.content.decode()


def test_what_could_not_be_filled_in_is_marked_and_does_not_leave_until_a_person_did(at_desk, writes, marta, case):
    writes(texts={"es": "Vamos antes del {{promise.due}}, {{agent.name}}."})
    Case.objects.filter(pk=case.pk).update(next_due_at=None)
    browser, path = at_desk(marta), f"/app/cases/{case.number}/messages"

    offers = browser.get(f"/app/cases/{case.number}/macros").content.decode()
    assert "Vamos antes del ⟦promised time⟧, Marta Ruiz." in offers

    refused = browser.post(path, {"kind": "reply", "reply": "Vamos antes del ⟦promised time⟧.", "key": "one"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "fill in what stands in ⟦brackets⟧ first (promised time)" in page
    assert "Vamos antes del ⟦promised time⟧.</textarea>" in page
    assert not Draft.objects.exclude(goes_at=None).exists()

    sent = browser.post(path, {"kind": "reply", "reply": "Vamos antes del viernes.", "key": "one"})
    assert sent.status_code == 302
    assert Draft.objects.get().text == "Vamos antes del viernes."


def test_a_note_may_say_what_is_missing(at_desk, marta, case):
    typed = {"kind": "note", "note": "Who knows the ⟦promised time⟧?", "key": "two"}

    assert at_desk(marta).post(f"/app/cases/{case.number}/messages", typed).status_code == 302

"""Elena writes by mail, on WhatsApp and calls: three contacts, one person, and no right that nobody has proven."""

from datetime import UTC, datetime, timedelta

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people import commands as people
from pasillo.ground.people.likeness import Reason, digits_of, mailbox_of, organisation_of, strength
from pasillo.ground.people.likenesses import alike
from pasillo.ground.people.models import Account, FormerIdentity, Identity, Joining, Person, Role
from pasillo.ground.people.proofs import reaches
from pasillo.ground.people.together import one_person, root_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=3)
MARTA = "person:1"


def meet(name, email=None, phone=""):
    return people.meet(name=name, email=email, phone=phone, by="system", at=NOON)


@pytest.fixture
def elena(db):
    return meet("Elena Ruiz", "elena@casa.example", "+34 600 11 22 33")


@pytest.fixture
def on_whatsapp(db):
    return people.recognise(realm="whatsapp", address="34600112233", shown="+34600112233", name="Elena", at=NOON)


@pytest.fixture
def at_work(db):
    return meet("Elena Ruiz", "e.ruiz@taller.example")


def join(person, into, **more):
    return people.join(person.pk, into_id=into.pk, by=MARTA, at=NOON, **more)


def reasons(person):
    return {(pair.one_id, pair.other_id): set(pair.reasons) for pair in alike([person.pk])}


@pytest.mark.parametrize(
    ("rule", "given", "gives"),
    [
        (digits_of, "+34 600 11 22 33", "600112233"),
        (digits_of, "600112233", "600112233"),
        (digits_of, "0034-600-112-233", "600112233"),
        (digits_of, "112", ""),
        (mailbox_of, "Elena+shop@Casa.example", "elena@casa.example"),
        (mailbox_of, "no address", ""),
        (organisation_of, "elena@gmail.com", ""),
        (organisation_of, "elena@taller.example", "taller.example"),
        (strength, [Reason.DOMAIN], 1),
        (strength, [Reason.NUMBER, Reason.COMPANY], 3),
        (strength, [], 0),
        (reaches, ["clicked", "confirmed"], True),
        (reaches, ["clicked", "channel"], False),
        (reaches, ["claimed"], False),
    ],
)
def test_what_is_alike_and_what_is_proven_is_plain(rule, given, gives):
    assert rule(given) == gives


def test_the_same_number_however_it_is_written_is_a_reason_and_a_common_name_alone_is_none(elena, on_whatsapp, at_work):
    assert reasons(elena) == {(elena.pk, on_whatsapp.pk): {Reason.NUMBER}}


def test_the_same_name_in_one_company_or_at_one_organisation_is_a_reason(elena, at_work):
    account = Account.objects.create(name="Taller")
    Person.objects.update(account=account)
    assert reasons(elena) == {(elena.pk, at_work.pk): {Reason.COMPANY}}

    Person.objects.update(account=None)
    alias = meet("ELENA RUIZ", "elena.ruiz@taller.example")
    public = [meet("Juan Gil", address) for address in ("juan@gmail.com", "gil@gmail.com")]
    assert reasons(at_work) == {(at_work.pk, alias.pk): {Reason.DOMAIN}}
    assert reasons(public[0]) == {}


def test_the_same_mailbox_is_the_strongest_reason(elena):
    shop = meet("E. Ruiz", "elena+shop@casa.example")
    (pair,) = alike()
    assert (pair.one_id, pair.other_id, pair.strength) == (elena.pk, shop.pk, 3)


def test_joined_they_are_one_and_each_name_stays_whose_it_is(elena, on_whatsapp):
    joining = join(on_whatsapp, elena)

    assert one_person(on_whatsapp.pk) == one_person(elena.pk) == [elena.pk, on_whatsapp.pk]
    assert Identity.objects.get().person_id == on_whatsapp.pk
    assert (joining.why, alike()) == ("number", [])
    assert Entry.objects.get(name="person.joined").data == {
        "person_id": on_whatsapp.pk, "into_id": elena.pk, "joining_id": joining.pk,
    }  # fmt: skip
    again = people.recognise(realm="whatsapp", address="34600112233", at=LATER)
    assert again.pk == on_whatsapp.pk, "what comes by a name goes to the contact of that name"


def test_days_later_it_is_undone_and_they_are_two_again(elena, on_whatsapp):
    joining = join(on_whatsapp, elena)
    people.part(joining.pk, by=MARTA, at=LATER)

    assert (one_person(elena.pk), one_person(on_whatsapp.pk)) == ([elena.pk], [on_whatsapp.pk])
    assert Entry.objects.filter(name="person.parted").count() == 1
    with pytest.raises(Refused, match="undone this already"):
        people.part(joining.pk, by=MARTA, at=LATER)


def test_of_three_each_goes_back_to_whom_it_had_come(elena, on_whatsapp, at_work):
    inner = join(on_whatsapp, at_work)
    outer = join(at_work, elena)
    assert [root_of(one.pk) for one in (elena, at_work, on_whatsapp)] == [elena.pk] * 3

    people.part(outer.pk, by=MARTA, at=LATER)
    assert one_person(at_work.pk) == [at_work.pk, on_whatsapp.pk]
    join(at_work, elena)
    people.part(inner.pk, by=MARTA, at=LATER)
    assert one_person(elena.pk) == [elena.pk, at_work.pk]
    assert one_person(on_whatsapp.pk) == [on_whatsapp.pk]


def test_whoever_is_part_of_one_brings_all_of_it_and_nobody_joins_themselves(elena, on_whatsapp, at_work):
    join(on_whatsapp, elena)
    people.join(on_whatsapp.pk, into_id=at_work.pk, by=MARTA, at=NOON)
    assert set(one_person(at_work.pk)) == {elena.pk, on_whatsapp.pk, at_work.pk}
    with pytest.raises(Refused, match="one person already"):
        join(elena, on_whatsapp)


def test_two_sign_ins_are_joined_only_when_somebody_says_so(elena, at_work):
    for one in (elena, at_work):
        people.verify(one.pk, by=one.ref, at=NOON)
    with pytest.raises(Refused, match="Both sign in"):
        join(at_work, elena)
    assert not Joining.objects.exists()

    join(at_work, elena, both_sign_in=True)
    assert root_of(at_work.pk) == elena.pk


def test_whoever_works_here_is_never_joined_with_a_customer(elena, at_work):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=NOON - timedelta(days=9))
    area = people.open_area(name="Repairs", function="field", calendar=hours, by="system", at=NOON)
    people.give_role(person=at_work, role=Role.AGENT, area=area, by="system", at=NOON)
    Person.objects.filter(pk=at_work.pk).update(phone=elena.phone)

    assert alike() == []
    for person, into in ((at_work, elena), (elena, at_work)):
        with pytest.raises(Refused, match="works here"):
            join(person, into)


def test_who_was_told_apart_is_not_offered_again(elena, on_whatsapp):
    for one, other in ((on_whatsapp, elena), (elena, on_whatsapp)):
        people.tell_apart(one.pk, other_id=other.pk, by=MARTA, at=NOON)
    assert alike() == alike([elena.pk]) == []
    assert Entry.objects.filter(name="person.told_apart").count() == 1


def test_a_number_that_somebody_wrote_down_is_a_claim_by_which_nothing_comes(elena):
    claimed = people.add_identity(elena.pk, realm="phone", address="+34 611 22 33 44", by=MARTA, at=NOON)
    other = people.recognise(realm="phone", address="34611223344", shown="+34611223344", name="Who?", at=NOON)

    assert (claimed.proof, other.pk == elena.pk) == ("claimed", False)
    assert reasons(elena) == {(elena.pk, other.pk): {Reason.NUMBER}}
    with pytest.raises(Refused, match="Somebody else is known by this"):
        people.confirm_identity(claimed.pk, by=MARTA, at=NOON)


def test_once_confirmed_the_next_words_from_it_are_theirs(elena):
    for realm, address in (("phone", "+34 611 22 33 44"), ("email", "Elena@Taller.example")):
        claimed = people.add_identity(elena.pk, realm=realm, address=address, by=MARTA, at=NOON)
        assert people.confirm_identity(claimed.pk, by=MARTA, at=NOON).proof == "confirmed"

    assert people.recognise(realm="phone", address="34611223344", at=LATER).pk == elena.pk
    assert meet("Elena", "elena@taller.example").pk == elena.pk
    assert people.meet(name="X", email="claimed@taller.example", by="system", at=NOON).pk != elena.pk


def test_a_number_that_was_given_to_others_leads_to_somebody_new(elena, on_whatsapp):
    people.end_identity(Identity.objects.get().pk, by=MARTA, at=LATER)
    stranger = people.recognise(realm="whatsapp", address="34600112233", name="Juan", at=LATER)

    assert stranger.pk != on_whatsapp.pk
    former = FormerIdentity.objects.get()
    assert (former.person_id, former.address, former.ended_by) == (on_whatsapp.pk, "34600112233", MARTA)


@pytest.mark.parametrize(("realm", "address"), [("email", "elena@"), ("phone", "12"), ("telegram:1", "77777777")])
def test_what_is_no_whole_address_is_refused(elena, realm, address):
    with pytest.raises(Refused, match="no whole address"):
        people.add_identity(elena.pk, realm=realm, address=address, by=MARTA, at=NOON)
    assert not Identity.objects.exists()

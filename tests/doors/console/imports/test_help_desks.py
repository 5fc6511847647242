"""The exports of four help desks become history here: people, threads, standings. All of it is made up."""

import json
from datetime import UTC, datetime

import pytest

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Account, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.history.models import Origin
from pasillo.operations.promises.repairs import played_again
from tests.doors.console.imports.conftest import TODAY

ELENA = {"id": 31, "name": "Elena Prats", "email": "elena@correo.example", "role": "end-user", "organization_id": 9}
MARTA = {"id": 41, "name": "Marta Ruiz", "email": "marta@nidalia.example", "role": "agent"}
TICKET = {
    "id": 501, "subject": "No light", "description": "The box is dead.", "status": "closed", "priority": "high",
    "requester_id": 31, "assignee_id": 41, "group_id": 5, "tags": ["box", "repeat"], "via": {"channel": "web"},
    "created_at": "2026-03-03T09:00:00Z", "updated_at": "2026-03-07T09:00:00Z",
}  # fmt: skip
COMMENTS = [
    {"id": 1, "ticket_id": 501, "author_id": 31, "body": "The box is dead.", "public": True,
     "created_at": "2026-03-03T09:00:00Z"},
    {"id": 2, "ticket_id": 501, "author_id": 41, "html_body": "<p>Press the <b>button</b>.</p><script>x()</script>",
     "public": True, "created_at": "2026-03-03T10:00:00Z"},
    {"id": 3, "ticket_id": 501, "author_id": 41, "body": "She called twice.", "public": False,
     "created_at": "2026-03-03T10:05:00Z"},
]  # fmt: skip


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spoken(case):
    said = Message.objects.filter(conversation=case.conversation).order_by("said_at", "id")
    return [(one.direction, one.text, one.author.name if one.author else "") for one in said]


def test_zendesk_in_lines_with_its_people_beside_it(taken):
    ticket = TICKET | {"comments": COMMENTS, "requester": ELENA | {"organization": {"name": "Casa Prats"}},
                       "assignee": MARTA, "group": {"id": 5, "name": "Field"}}  # fmt: skip

    came, troubles = taken(json.dumps(ticket) + "\n", source="zendesk", name="tickets.ndjson")

    assert (came.made, troubles) == (1, [])
    case = Case.objects.get()
    assert (case.subject, case.state, case.priority, case.channel) == ("No light", "closed", 2, "portal")
    assert (case.customer.email, case.area.name, case.opened_at) == (
        "elena@correo.example", "Field", at("2026-03-03T09:00")
    )  # fmt: skip
    assert Account.objects.get().name == "Casa Prats" == case.customer.account.name
    assert spoken(case) == [
        ("in", "The box is dead.", "Elena Prats"),
        ("note", "Taken over from zendesk, where it was known as 501.\nTags there: box, repeat\n"
                 "It was held by Marta Ruiz.", ""),
        ("out", "Press the button.", "Marta Ruiz"),
        ("note", "She called twice.", "Marta Ruiz"),
    ]  # fmt: skip
    assert not played_again(case.pk, at=TODAY)


def test_zendesk_in_pages_of_its_incremental_export_where_the_last_page_counts(taken):
    pages = [
        {"tickets": [TICKET | {"status": "open"}], "count": 1, "next_page": None},
        {"count": 3, "end_time": 1, "users": [ELENA, MARTA], "organizations": [{"id": 9, "name": "Casa Prats"}]},
        {"comments": COMMENTS},
        {"tickets": [TICKET | {"status": "solved"}, TICKET | {"id": 502, "status": "pending"}]},
    ]

    came, troubles = taken("\n".join(json.dumps(one, indent=1) for one in pages), source="zendesk", name="all.json")

    assert (came.made, troubles) == (2, [])
    states = {one.known_as: one.case.state for one in Origin.objects.all()}
    assert states == {"501": "resolved", "502": "waiting_customer"}


def test_freshdesk_as_its_account_export_wraps_it(taken):
    ticket = {
        "display_id": 77, "id": 1, "subject": "Twice on my bill", "description": "They charged me twice.", "status": 5,
        "priority": 4, "source": 3, "requester_id": 31, "requester_name": "Elena Prats", "responder_id": 41,
        "responder_name": "Marta Ruiz", "group_name": "Billing", "tags": [{"name": "bill"}], "spam": False,
        "created_at": "2026-03-03T10:00:00+01:00", "updated_at": "2026-03-05T10:00:00+01:00",
        "ticket_states": {"resolved_at": "2026-03-04T09:00:00+01:00", "closed_at": "2026-03-05T10:00:00+01:00"},
        "helpdesk_notes": [
            {"id": 2, "body": "We paid it back.", "private": False, "incoming": False, "user_id": 41,
             "created_at": "2026-03-04T09:00:00+01:00"},
            {"id": 3, "body": "Our mistake.", "private": True, "incoming": False, "user_id": 41,
             "created_at": "2026-03-04T09:01:00+01:00"},
        ],
    }  # fmt: skip
    spam = {"helpdesk_ticket": ticket | {"display_id": 78, "id": 2, "spam": True}}
    users = [{"user": ELENA | {"customer_id": 9}}, {"customer": {"id": 9, "name": "Casa Prats"}}]

    came, troubles = taken(json.dumps([{"helpdesk_ticket": ticket}, spam, *users]), source="freshdesk", name="t.json")

    assert (came.made, troubles) == (1, [])
    case = Case.objects.get()
    assert (case.state, case.priority, case.channel, case.area.name) == ("closed", 1, "phone", "Billing")
    assert (case.resolved_at, case.closed_at) == (at("2026-03-04T08:00"), at("2026-03-05T09:00"))
    assert [(kind, words) for kind, words, _who in spoken(case) if "Taken over" not in words] == [
        ("in", "They charged me twice."), ("out", "We paid it back."), ("note", "Our mistake.")
    ]  # fmt: skip
    assert case.customer.account.name == "Casa Prats"


def test_zammad_as_its_interface_lists_it(taken):
    told = {
        "tickets": [{"id": 3, "number": "10003", "title": "Move", "group": "Field", "state": "closed",
                     "priority": "3 high", "customer_id": 31, "owner_id": 41, "created_at": "2026-03-03T09:00:00.000Z",
                     "close_at": "2026-03-04T09:00:00.000Z", "updated_at": "2026-03-04T09:00:00.000Z"}],
        "ticket_articles": [
            {"id": 8, "ticket_id": 3, "type": "phone", "sender": "Customer", "body": "We move on the ninth.",
             "content_type": "text/plain", "internal": False, "origin_by_id": 31, "created_by_id": 41,
             "created_at": "2026-03-03T09:00:00.000Z"},
            {"id": 9, "ticket_id": 3, "type": "email", "sender": "Agent", "body": "<div>It is<br>arranged.</div>",
             "content_type": "text/html", "internal": False, "created_by_id": 41,
             "created_at": "2026-03-03T10:00:00.000Z"},
        ],
        "users": [{"id": 31, "login": "elena", "firstname": "Elena", "lastname": "Prats",
                   "email": "Elena@Correo.example"},
                  {"id": 41, "login": "marta", "firstname": "Marta", "lastname": "Ruiz", "email": ""}],
    }  # fmt: skip

    came, troubles = taken(json.dumps(told), source="zammad", name="zammad.json")

    assert (came.made, troubles) == (1, [])
    case = Case.objects.get()
    assert (case.state, case.priority, case.channel, case.customer.email) == (
        "closed", 2, "phone", "elena@correo.example"
    )  # fmt: skip
    assert ("out", "It is\narranged.", "Marta Ruiz") in spoken(case)


OSTICKET = r"""-- MySQL dump
CREATE TABLE `ost_ticket` (
  `ticket_id` int(11) NOT NULL,
  `number` varchar(20),
  `user_id` int(11),
  `status_id` int(10),
  `dept_id` int(10),
  `topic_id` int(10),
  `staff_id` int(10),
  `source` enum('Web','Email') DEFAULT 'Email',
  `created` datetime,
  `closed` datetime,
  PRIMARY KEY (`ticket_id`)
) ENGINE=InnoDB;
INSERT INTO `ost_ticket` VALUES (1,'204117',31,3,2,4,41,'Web','2026-03-03 09:00:00','2026-03-06 09:00:00'),
(2,'204118',31,1,2,4,0,'Email','2026-03-08 09:00:00',NULL);
INSERT INTO `ost_ticket__cdata` (`ticket_id`, `subject`, `priority`) VALUES (1,'It\'s dead; (really)','2'),(2,'Bill',NULL);
INSERT INTO `ost_ticket_status` (`id`,`name`,`state`) VALUES (1,'Open','open'),(3,'Closed','closed');
INSERT INTO `ost_ticket_priority` (`priority_id`,`priority`,`priority_urgency`) VALUES (2,'normal',3);
INSERT INTO `ost_thread` (`id`,`object_id`,`object_type`) VALUES (11,1,'T'),(12,2,'T'),(13,1,'A');
INSERT INTO `ost_thread_entry` (`id`,`thread_id`,`staff_id`,`user_id`,`type`,`poster`,`title`,`body`,`format`,`created`) VALUES
(21,11,0,31,'M','Elena',NULL,'<p>The box &amp; the light.</p>','html','2026-03-03 09:00:00'),
(22,11,41,0,'R','Marta',NULL,'Press the\nbutton.','text','2026-03-03 10:00:00'),
(23,11,0,31,'M','Elena',NULL,'No, again.','text','2026-03-05 09:00:00'),
(24,12,0,31,'M','Elena',NULL,'Twice?','text','2026-03-08 09:00:00');
INSERT INTO `ost_event` (`id`,`name`) VALUES (2,'closed'),(3,'reopened');
INSERT INTO `ost_thread_event` (`id`,`thread_id`,`event_id`,`timestamp`) VALUES
(1,11,2,'2026-03-04 09:00:00'),(2,11,3,'2026-03-05 09:00:00'),(3,11,2,'2026-03-06 09:00:00');
INSERT INTO `ost_user` (`id`,`org_id`,`default_email_id`,`name`) VALUES (31,0,7,'Elena Prats');
INSERT INTO `ost_user_email` (`id`,`user_id`,`address`) VALUES (7,31,'elena@correo.example');
INSERT INTO `ost_staff` (`staff_id`,`firstname`,`lastname`,`email`) VALUES (41,'Marta','Ruiz','marta@nidalia.example');
INSERT INTO `ost_department` (`id`,`name`) VALUES (2,'Field');
INSERT INTO `ost_help_topic` (`topic_id`,`topic`) VALUES (4,'Repair');
INSERT INTO `ost_file` (`id`,`name`,`type`) VALUES (5,'box.txt','text/plain');
INSERT INTO `ost_attachment` (`object_id`,`type`,`file_id`,`inline`) VALUES (21,'H',5,0);
INSERT INTO `ost_file_chunk` (`file_id`,`chunk_id`,`filedata`) VALUES (5,0,0x68656c6c6f),(5,1,'\r\n\'!');
"""  # noqa: E501


def test_osticket_as_a_dump_of_its_database_with_its_files(taken):
    came, troubles = taken(OSTICKET, source="osticket", name="ost.sql")

    assert (came.made, troubles) == (2, [])
    case = Case.objects.get(subject="It's dead; (really)")
    assert (case.state, case.area.name, case.service.names["en"]) == ("closed", "Field", "Repair")
    assert case.disputes.get().raised_at == at("2026-03-05T09:00")
    assert [words for kind, words, _who in spoken(case) if kind == "in"][0] == "The box & the light."
    assert ("out", "Press the\nbutton.", "Marta Ruiz") in spoken(case)
    file = Message.objects.get(text="The box & the light.").files.get()
    assert (file.name, file.size) == ("box.txt", len(b"hello\r\n'!"))
    assert Case.objects.get(subject="Bill").state == "new"
    assert Person.objects.filter(email="elena@correo.example").count() == 1


@pytest.mark.parametrize("source", ["zendesk", "freshdesk", "zammad", "osticket"])
def test_a_file_of_something_else_is_refused_in_a_sentence(taken, source):
    with pytest.raises(Refused, match="no case in it"):
        taken('{"weather": "fine"}\n', source=source, name="x.sql")
    assert not Case.objects.exists()

"""How well we read other people's real mails must not get worse. Skipped where the corpora are not at hand."""

import pytest

from tests.corpora.place import folder
from tests.corpora.run import CHANNELS, SCENARIOS, SUITES, measure, measure_business_time, measure_scenarios
from tests.corpora.suites import zammad_sla

PLACE = folder()
pytestmark = pytest.mark.skipif(PLACE is None, reason="the corpora are not on this machine (PASILLO_CORPORA)")

AT_LEAST = {
    "zammad_mail": 0.95,
    "zammad_autoreply": 0.95,
    "zammad_followup": 0.95,
    "zammad_sequences": 0.95,
    "zammad_process": 0.90,
    "discourse": 0.95,
    "chatwoot": 1.0,
    "rt": 1.0,
    "mime_parsing_stalwart": 0.75,
    "email_reply_trimmer": 0.90,
    "github_reply_parser": 0.85,
    "zapier_reply_parser": 0.85,
    "talon": 0.90,
    "sisimai_bounces": 0.95,
    "sisimai_status": 0.90,
    "sisimai_hard": 0.90,
}
BY_MESSENGER = {"courier": 0.95, "courier_outgoing": 0.90, "pywa": 0.95, "line": 0.95, "line_signatures": 1.0}
HOURS = {"biz": 41, "business_time": 154, "frappe_helpdesk": 12, "libredesk": 15, "otrs": 59, "working_hours": 99}


@pytest.mark.parametrize("name", AT_LEAST)
def test_we_read_as_many_as_we_did(name):
    result = measure(name, PLACE / "01_email_intake")

    assert result.total
    assert result.passed / result.total >= AT_LEAST[name], result.failed


@pytest.mark.parametrize("name", AT_LEAST)
def test_we_differ_on_purpose_in_no_more_than_15_of_100(name):
    result = measure(name, PLACE / "01_email_intake")

    assert result.differs.total() <= 0.15 * (result.total + result.differs.total())


@pytest.mark.parametrize("name", BY_MESSENGER)
def test_we_read_and_write_messages_as_others_do(name):
    result = measure(name, PLACE / "02_channel_webhooks")

    assert result.total
    assert result.passed / result.total >= BY_MESSENGER[name], result.failed
    assert result.differs.total() <= 0.15 * (result.total + result.differs.total())


def test_every_suite_has_its_mark():
    assert set(SUITES) >= set(AT_LEAST)
    assert set(CHANNELS) - set(BY_MESSENGER) == {"zammad_channels"}  # its payloads are not among the rows


@pytest.mark.parametrize(("name", "rows"), HOURS.items())
def test_sums_of_business_time_of_other_products_are_ours_row_for_row(name, rows):
    result = measure_business_time(PLACE / "03_business_time" / name)

    assert (result.passed, result.failed) == (rows, [])


@pytest.mark.slow
def test_clocks_of_another_product_say_what_ours_say_or_a_rule_says_why_not(db):
    result = measure_scenarios(PLACE / "03_business_time" / SCENARIOS)

    assert result.total + result.differs.total() == 387
    assert result.passed / result.total >= 0.99, result.failed
    assert result.differs.total() <= 0.15 * 387
    assert set(result.differs) <= set(zammad_sla.RULES.values())

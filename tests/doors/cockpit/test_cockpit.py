"""What who steers sees: deviations, the people behind them, and no more than their role allows."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse

from pasillo.doors.shell.example_progress import Progress, note_progress
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service

COCKPIT = "/app/cockpit"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ")


def links(answer) -> list[str]:
    return [
        found.replace("&amp;", "&")
        for found in re.findall(r'href="(/app/cockpit/cases[^"]*)"', answer.content.decode())
    ]


def test_lucia_reads_in_one_sentence_how_the_week_went(a_bad_week, lucia, browser_of):
    answer = browser_of(lucia).get(COCKPIT)

    assert answer.status_code == 200
    assert re.search(r"1 of [12] services misses its objectives\.", words(answer))
    assert "Move home" in words(answer)
    assert "Technician visit" in words(answer)


def test_the_worst_experience_speaks_in_the_customers_own_words(a_bad_week, lucia, elena, browser_of):
    answer = browser_of(lucia).get(COCKPIT)
    first = re.search(r'<ol class="worst">.*?</li>', answer.content.decode(), re.S).group()

    assert "Demasiado tarde." in first
    assert elena.name in first
    assert reverse("desk:case", args=[a_bad_week.number]) in first
    assert "2 areas" in first


def test_what_was_promised_is_said_to_be_time_of_service_beside_what_was_lived(a_bad_week, lucia, browser_of):
    page = words(browser_of(lucia).get(f"{COCKPIT}/worst"))

    assert "promised 10 h of service" in page
    assert not re.search(r"promised \d+ h(?! of service)", page)


def test_every_figure_opens_as_many_rows_as_it_says(a_bad_week, lucia, browser_of):
    browser = browser_of(lucia)
    found = links(browser.get(COCKPIT))

    assert len(found) >= 10
    for link in found:
        answer = browser.get(link)
        said = int(re.search(r'<p class="ck-lead"><b>(\d+) ', answer.content.decode()).group(1))
        assert answer.content.decode().count("<tr data-case") == said, link


def test_the_sides_of_a_figure_add_up(a_bad_week, lucia, move_home, browser_of):
    browser = browser_of(lucia)
    link = next(
        link for link in links(browser.get(COCKPIT)) if "measure=level" in link and f"service={move_home.pk}" in link
    )
    counts = [int(n) for n in re.findall(r'<span class="n">(\d+)</span></a>', browser.get(link).content.decode())]

    assert counts[-3] == counts[-2] + counts[-1]
    assert counts[-3] == 18


def test_a_manager_steers_the_services_of_their_own_areas_only(a_bad_week, felix, carla, move_home, browser_of):
    assert "Move home" not in words(browser_of(felix).get(COCKPIT))
    assert "Technician visit" not in words(browser_of(carla).get(COCKPIT))

    foreign = f"{COCKPIT}/cases?measure=demand&service={move_home.pk}"
    assert browser_of(felix).get(foreign).status_code == 404
    assert browser_of(carla).get(foreign).status_code == 200


def test_a_case_that_went_to_another_area_is_counted_but_not_shown_to_the_manager(
    a_bad_week, carla, move_home, elena, browser_of
):
    answer = browser_of(carla).get(f"{COCKPIT}/cases?measure=demand&service={move_home.pk}")

    assert "9 cases" in words(answer)
    assert "1 of them now belongs to another area" in words(answer)
    assert answer.content.decode().count("<tr data-case") == 8
    assert elena.name not in words(answer)
    assert elena.name not in words(browser_of(carla).get(f"{COCKPIT}/worst"))


def test_who_owns_a_service_reads_its_figures_and_its_sheet_but_no_case_that_is_not_theirs(
    a_bad_week, eva, marta, move_home, visits, elena, browser_of
):
    browser = browser_of(eva)
    assert browser.get(COCKPIT).status_code == 403
    assert 'href="/app/cockpit"' not in browser.get("/app/board").content.decode()

    Service.objects.filter(pk=move_home.pk).update(owner=eva)
    page, worst = words(browser.get(COCKPIT)), words(browser.get(f"{COCKPIT}/worst"))
    behind = browser.get(f"{COCKPIT}/cases?measure=demand&service={move_home.pk}")

    assert 'href="/app/cockpit"' in browser.get("/app/board").content.decode()
    assert "Move home" in page
    assert "Technician visit" not in page
    assert "9 cases" in words(behind)
    assert "9 of them" in words(behind)
    assert behind.content.decode().count("<tr data-case") == 0
    assert elena.name not in page + worst + words(behind)
    assert "Demasiado tarde." not in page + worst
    assert browser.get(f"/app/cases/{a_bad_week.number}").status_code in (403, 404)
    assert browser.get(f"{COCKPIT}/cases?measure=demand&service={visits.pk}").status_code == 404
    assert browser.get("/app/catalogue/move-home").status_code == 200
    assert browser.get("/app/catalogue/visits").status_code == 404
    assert browser.post("/app/catalogue/move-home/retirement").status_code == 403
    assert browser_of(marta).get("/app/catalogue/move-home").status_code == 403, "she serves it, and owns nothing"


def test_a_manager_who_owns_a_service_of_another_area_finds_it_beside_those_of_the_own(
    a_bad_week, felix, move_home, browser_of
):
    Service.objects.filter(pk=move_home.pk).update(owner=felix)

    page = words(browser_of(felix).get(COCKPIT))

    assert "Move home" in page
    assert "Technician visit" in page
    assert browser_of(felix).get("/app/catalogue/move-home").status_code == 200


def test_the_auditor_sees_what_the_head_sees(a_bad_week, olga, browser_of):
    assert "Move home" in words(browser_of(olga).get(COCKPIT))


@pytest.mark.parametrize("path", ["", "/cases?measure=demand&service=1", "/worst", "/figures"])
def test_nobody_else_comes_in(a_bad_week, marta, elena, browser_of, client, path):
    assert browser_of(marta).get(COCKPIT + path).status_code == 403
    assert browser_of(elena).get(COCKPIT + path).status_code == 403
    assert client.get(COCKPIT + path).status_code == 302


@pytest.mark.parametrize(
    "nonsense",
    [
        "days=31",
        "days=x",
        "until=yesterday",
        "until=2026-13-45T00:00:00Z",
        "until=2026-11-01T00:00:00",
        "until=0001-01-01T00:00:00Z",
        "until=9999-12-31T23:59:59Z",
        "measure=none",
        "service=1'--",
        "measure=level&after=x~y&service=999999",
    ],
)
def test_what_makes_no_sense_is_not_found(a_bad_week, lucia, browser_of, nonsense):
    assert browser_of(lucia).get(f"{COCKPIT}/cases?{nonsense}").status_code == 404


def test_before_the_first_case_the_cockpit_says_what_will_appear(move_home, lucia, browser_of):
    answer = browser_of(lucia).get(COCKPIT)

    assert answer.status_code == 200
    assert "Measuring: no case has been opened yet." in words(answer)


@override_settings(EXAMPLE=True)
def test_while_the_example_is_played_the_cockpit_does_not_say_that_there_is_no_case(move_home, lucia, browser_of):
    note_progress(Progress(day=89, days=90))
    try:
        page = words(browser_of(lucia).get(COCKPIT))
    finally:
        note_progress(None)

    assert "The figures come when the example company has been played." in page
    assert "no case has been opened yet" not in page
    assert "no case has been opened yet" in words(browser_of(lucia).get(COCKPIT))


def test_every_figure_says_how_it_is_counted(a_bad_week, lucia, browser_of):
    answer = browser_of(lucia).get(f"{COCKPIT}/figures")

    assert answer.status_code == 200
    for fact in ("case.opened", "promise.kept", "feedback.given", "case.transferred"):
        assert fact in words(answer)


def test_a_long_list_goes_on_where_it_ended(a_bad_week, lucia, move_home, browser_of, monkeypatch):
    monkeypatch.setattr("pasillo.doors.cockpit.cases_view.PAGE", 4)
    browser, seen = browser_of(lucia), []
    link = f"{COCKPIT}/cases?measure=demand&service={move_home.pk}"
    while link:
        page = browser.get(link).content.decode()
        seen += re.findall(r'data-case="(\d+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        link = found.group(1).replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) == 9
    opened = dict(Case.objects.values_list("number", "opened_at"))
    assert [int(n) for n in seen] == sorted(map(int, seen), key=lambda n: (opened[n], n), reverse=True)


def test_the_page_costs_the_same_however_many_cases(a_bad_week, lucia, browser_of, django_assert_max_num_queries):
    browser = browser_of(lucia)
    browser.get(COCKPIT)

    with django_assert_max_num_queries(30):
        browser.get(COCKPIT)

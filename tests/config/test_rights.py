"""What has happened cannot be rewritten by the running product."""

import pytest
from django.db import ProgrammingError, connection, transaction


def said(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.django_db
def test_the_product_speaks_with_the_smaller_role():
    assert said("SELECT current_user") == [("pasillo_app",)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE journal_entry SET name = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
)
def test_the_journal_is_neither_changed_nor_shortened(change):
    with pytest.raises(ProgrammingError, match="permission denied for table journal_entry"), transaction.atomic():
        said(change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["CREATE TABLE mine (id int)", "DROP TABLE people_person", "DELETE FROM django_migrations"]
)
def test_the_shape_of_the_tables_is_not_the_products_to_change(change):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
        said(change)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_the_tables_as_it_found_them(turn):
    before = said("SELECT count(*) FROM django_content_type")[0][0]
    assert before > 0
    assert said("SELECT count(*) FROM people_account") == [(0,)]

    said("INSERT INTO people_account (name, segment) VALUES ('Nidalia', '')")
    said("DELETE FROM django_session")

from django.db import migrations

# Before, nobody could say for whom a service is. What was asked for often enough, by several people, and by colleagues
# alone, was never meant for customers. Where in doubt, nothing is taken from customers; and where somebody has said
# for whom a service is already, nothing is decided for them.
THEIRS = """
WITH asked AS (
    SELECT c.service_id, c.customer_id, EXISTS (
        SELECT FROM people_membership m WHERE m.person_id = c.customer_id) AS is_colleague
    FROM cases_case c
), counted AS (
    SELECT service_id, count(*) AS many, count(DISTINCT customer_id) AS people, bool_and(is_colleague) AS inside
    FROM asked GROUP BY service_id
)
UPDATE catalogue_service s SET audience = 'colleagues' FROM counted
WHERE counted.service_id = s.id AND counted.inside AND counted.many >= 5 AND counted.people >= 3
AND NOT EXISTS (SELECT FROM catalogue_service o WHERE o.audience <> 'customers')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("console", "0002_pages_know_of_the_example"),
        ("catalogue", "0004_who_a_service_is_for"),
        ("cases", "0010_a_case_may_go_on_in_another"),
        ("people", "0005_the_example_says_so"),
    ]

    operations = [migrations.RunSQL(THEIRS, migrations.RunSQL.noop)]

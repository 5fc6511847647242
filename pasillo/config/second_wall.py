"""The second wall: what a visitor may not see, the database does not show, whatever a page asks for.

It says once more, in the database's own words, what `operations.cases.queries.visible_to` says in ours. A test holds
both against each other. The house itself (commands, workers, the console) comes with the other role and sees all.
"""

from hashlib import sha256
from typing import Any, Protocol

from pasillo.config.places import APP_ROLE, LOOKS_ROLE

FUNCTIONS = """
create or replace function sight_person() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('pasillo.person', true), '')::bigint $$;
create or replace function sight_staff() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('pasillo.staff', true), '')::bigint $$;
create or replace function sight_areas() returns bigint[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('pasillo.areas', true), ''), '{}')::bigint[] $$;
create or replace function sight_shared() returns bigint[] language sql stable parallel safe
security definer set search_path = public, pg_temp as $$
select coalesce(array_agg(case_id), '{}') from cases_participant where person_id = sight_person()
$$;
create or replace function case_in_sight(one bigint) returns boolean language sql stable parallel safe
security definer set search_path = public, pg_temp as $$
select exists (select 1 from cases_case c where c.id = one and (
    c.customer_id = sight_person() or c.area_id = any (sight_areas()) or c.assignee_id = sight_staff()
    or exists (select 1 from cases_task t where t.case_id = c.id and t.area_id = any (sight_areas()))
    or exists (select 1 from cases_participant p where p.case_id = c.id and p.person_id = sight_person())))
$$;
"""
AREAS = "any ((select sight_areas())::bigint[])"
IN_SIGHT = {
    "cases_case": f"""
        customer_id = (select sight_person()) or id = any ((select sight_shared())::bigint[])
        or area_id = {AREAS} or assignee_id = (select sight_staff())
        or exists (select 1 from cases_task t where t.case_id = cases_case.id and t.area_id = {AREAS})""",
    "cases_task": f"area_id = {AREAS} or case_in_sight(case_id)",
    "cases_participant": "person_id = (select sight_person()) or case_in_sight(case_id)",
    "alarms_alarm": """exists (
        select 1 from cases_case c where c.id = {table}.case_id and c.customer_id <> (select sight_staff()))""",
    "cases_dispute": "case_in_sight(case_id)",
    "cases_merging": "case_in_sight(case_id)",
    "promises_repair": "case_in_sight(case_id)",
    "voice_feedback": "case_in_sight(case_id)",
    "routing_choice": "case_in_sight(case_id)",
    "routing_rebalance": f"area_id = {AREAS}",
    "cases_aside": """exists (
        select 1 from cases_case c where c.id = {table}.case_id and c.customer_id <> (select sight_staff()))""",
    "conversations_conversation": """exists (select 1 from cases_case c where c.conversation_id = {table}.id)
        or exists (select 1 from cases_aside a where a.conversation_id = {table}.id)""",
    "conversations_message": """exists (
        select 1 from cases_case c where c.conversation_id = {table}.conversation_id and (
            (direction <> 'note' and not held) or c.customer_id <> (select sight_staff())))
        or exists (select 1 from cases_aside a where a.conversation_id = {table}.conversation_id)""",
    "conversations_messagefile": "exists (select 1 from conversations_message m where m.id = message_id)",
    "conversations_draft": """person_id = (select sight_person()) or (goes_at is not null and exists (
        select 1 from cases_case c where c.conversation_id = {table}.conversation_id
        and c.customer_id <> (select sight_staff())))""",
    "conversations_draftfile": "exists (select 1 from conversations_draft d where d.id = draft_id)",
    "conversations_reach": "(select sight_staff()) is not null",
    "conversations_away": "(select sight_staff()) is not null",
    "channel_email_held": "(select sight_staff()) is not null",
    "shell_knowntrouble": "(select sight_staff()) is not null",
    "conversations_mention": "exists (select 1 from conversations_message m where m.id = message_id)",
    "people_identity": """person_id = (select sight_person()) or exists (
        select 1 from cases_case c where c.customer_id = {table}.person_id)""",
    "people_joining": "(select sight_staff()) is not null",
    "people_formeridentity": "(select sight_staff()) is not null",
    "people_apart": "(select sight_staff()) is not null",
    "api_keptanswer": "person_id = (select sight_person())",
    "api_upload": "person_id = (select sight_person())",
    "api_happening": "case_in_sight(case_id)",
    "messaging_account": "(select sight_staff()) is not null",
    "messaging_template": "(select sight_staff()) is not null",
    "messaging_thread": "exists (select 1 from cases_case c where c.conversation_id = {table}.conversation_id)",
    "channel_chat_visit": "exists (select 1 from cases_case c where c.conversation_id = {table}.conversation_id)",
    "channel_chat_taker": "(select sight_staff()) is not null",
    "messaging_heard": "exists (select 1 from conversations_message m where m.id = message_id)",
    "calls_phonesystem": "(select sight_staff()) is not null",
    "calls_call": "agent_id = (select sight_staff())",
    "calls_callback": "case_in_sight(case_id)",
    "webhooks_hook": "(select sight_staff()) is not null",
    "webhooks_delivery": "(select sight_staff()) is not null",
    "webhooks_attempt": "(select sight_staff()) is not null",
    "messaging_sent": "exists (select 1 from conversations_message m where m.id = message_id)",
}
MARK = "The second wall, "


class Speaks(Protocol):
    """A cursor or a connection: anything that can run a statement."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


def build(owner: Speaks) -> None:
    """Raises the wall. Where it stands as it should, nothing is touched, so that no page has to wait for it."""
    owner.execute(FUNCTIONS)
    for table, in_sight in IN_SIGHT.items():
        owner.execute(_around(table, in_sight.replace("{table}", table)))


def _around(table: str, in_sight: str) -> str:
    mark = MARK + sha256(f"{table}{in_sight}{APP_ROLE}{LOOKS_ROLE}".encode()).hexdigest()[:16]
    return f"""
    do $wall$ begin
        if to_regclass('public.{table}') is null then return; end if;
        revoke insert, update, delete on {table} from {LOOKS_ROLE};
        if exists (
            select 1 from pg_policy p join pg_class c on c.oid = p.polrelid
            where c.oid = to_regclass('public.{table}') and c.relrowsecurity and p.polname = 'in_sight'
            and obj_description(p.oid, 'pg_policy') = '{mark}')
        then return; end if;
        drop policy if exists the_house on {table};
        drop policy if exists in_sight on {table};
        create policy the_house on {table} to {APP_ROLE} using (true) with check (true);
        create policy in_sight on {table} for select to {LOOKS_ROLE} using ({in_sight});
        comment on policy in_sight on {table} is '{mark}';
        alter table {table} enable row level security;
    end $wall$
    """

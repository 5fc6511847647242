"""A case that was done elsewhere begins in the area that had it then, whatever area serves now."""

from django.db import migrations

FORWARD = """
create or replace function cases_lay_down(p jsonb) returns jsonb language plpgsql as $$
declare
    v_at timestamptz := (p->>'at')::timestamptz;
    v_from timestamptz := (p->>'contact_at')::timestamptz;
    v_customer bigint := (p->>'customer_id')::bigint;
    v_service bigint := (p->>'service_id')::bigint;
    v_area bigint; v_account bigint; v_kind text;
    v_conversation bigint; v_case bigint; v_number bigint; v_message bigint;
    v_opened bigint; v_received bigint; v_data jsonb; v_about text; v_received_data jsonb;
begin
    if p->>'key' is not null and (p->>'ledger')::boolean then
        insert into effects_done (key, about, done_at) values (p->>'key', '', v_at) on conflict do nothing;
        if not found then return null; end if;
    end if;
    select coalesce((p->>'area_id')::bigint, area_id) into strict v_area from catalogue_service where id = v_service;
    select account_id into strict v_account from people_person where id = v_customer;
    v_kind := coalesce(p->>'kind',
        (select kind from catalogue_requesttype where id = (p->>'request_type_id')::bigint), 'question');

    insert into conversations_conversation (customer_id, channel, subject, opened_at)
    values (v_customer, p->>'channel', p->>'subject', v_from) returning id into v_conversation;

    insert into cases_case (number, customer_id, account_id, service_id, request_type_id, form_version_id, answers, kind,
        subject, state, area_id, priority, language, channel, conversation_id, follows_id, cycle, unverified,
        opened_at, changed_at, waiting_since)
    values (coalesce((p->>'number')::bigint, nextval('case_number')), v_customer, v_account, v_service,
        (p->>'request_type_id')::bigint, (p->>'form_version_id')::bigint,
        p->'answers', v_kind, p->>'subject', 'new', v_area, 3, p->>'language', p->>'channel', v_conversation,
        (p->>'follows_id')::bigint, 1, (p->>'unverified')::boolean, v_from, v_at, v_from)
    returning id, number into v_case, v_number;
    v_about := 'case:' || v_case;

    insert into conversations_message (conversation_id, direction, author_id, channel, text, quoted, html_id, said_at,
        language, outside_id, by_machine, held, delivery, delivery_note)
    values (v_conversation, 'in', v_customer, p->>'channel', p->>'text', p->>'quoted', p->>'html', v_from,
        p->>'language', p->>'outside_id', false, false, 'none', '')
    returning id into v_message;

    if p->>'key' is not null then
        update effects_done set about = v_about where key = p->>'key';
    end if;
    if (p->>'acknowledge')::boolean then
        insert into effects_effect (id, kind, key, about, payload, state, attempts, fence, not_before, promised_at,
            uncertain, error)
        values (gen_random_uuid(), 'mail', v_about || ':acknowledgement', v_about,
            jsonb_build_object('template', 'acknowledgement', 'case_id', v_case, 'person_id', v_customer),
            'queued', 0, 0, v_at, v_at, false, '');
    end if;

    v_data := jsonb_build_object('case_id', v_case, 'number', v_number, 'service_id', v_service,
        'request_type_id', (p->>'request_type_id')::bigint, 'customer_id', v_customer, 'area_id', v_area,
        'channel', p->>'channel', 'kind', v_kind, 'language', p->>'language', 'conversation_id', v_conversation,
        'follows_id', (p->>'follows_id')::bigint, 'unverified', (p->>'unverified')::boolean);
    insert into journal_entry (about, "by", happened_at, name, data)
    values (v_about, p->>'by', v_from, 'case.opened', v_data) returning id into v_opened;

    v_received_data := jsonb_build_object('case_id', v_case, 'message_id', v_message,
        'conversation_id', v_conversation, 'channel', p->>'channel', 'person_id', v_customer,
        'by_machine', false, 'begins', true);
    insert into journal_entry (about, "by", happened_at, name, data)
    values (v_about, p->>'by', v_from, 'message.received', v_received_data) returning id into v_received;

    return jsonb_build_object('case_id', v_case, 'number', v_number, 'message_id', v_message,
        'conversation_id', v_conversation, 'area_id', v_area, 'account_id', v_account, 'kind', v_kind,
        'entries', jsonb_build_array(
            jsonb_build_object('id', v_opened, 'name', 'case.opened', 'data', v_data),
            jsonb_build_object('id', v_received, 'name', 'message.received', 'data', v_received_data)));
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_what_waits_is_found_at_once")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

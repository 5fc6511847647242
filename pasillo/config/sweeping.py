"""The sweepers: they find what a killed process left lying. Jobs only wake; the tables are the truth."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from pasillo.config.leaving import leaving
from pasillo.doors.api.commands import forget_answers
from pasillo.doors.channels.chat.commands import forget_visits
from pasillo.doors.channels.email.commands import forget_automatic
from pasillo.doors.channels.webhooks.commands import forget_deliveries
from pasillo.doors.desk.many.commands import forget_rounds
from pasillo.doors.portal.commands import forget_old_drafts
from pasillo.doors.shell.commands import forget_old_tries
from pasillo.doors.shell.room import is_tight
from pasillo.ground.intake import reading
from pasillo.ground.kit.refusals import Refused
from pasillo.measurement.reports import commands as reports
from pasillo.measurement.reports import roster
from pasillo.operations.alarms import commands as alarms
from pasillo.operations.calls import commands as calls
from pasillo.operations.cases.commands import close_silently, wake_agreed, wake_due
from pasillo.operations.cases.queries import due_to_close
from pasillo.operations.promises.commands import work_out_usual_served
from pasillo.operations.routing import commands as routing

SILENT = 45
MOST_AT_ONCE = 5000
SAYS_NOTHING = timedelta(days=7)
DRAFT_LASTS = timedelta(days=60)
VISIT_LASTS = timedelta(days=90)
STRANGERS_DRAFT_LASTS = timedelta(days=3)

STALLED = f"""
    select procrastinate_retry_job_v2(job.id, now(), null, null, null)
    from procrastinate_jobs job left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing'
      and (job.worker_id is null or worker.last_heartbeat < now() - interval '{SILENT} seconds')
"""


def read_waiting(at: datetime) -> int:
    """Reads what somebody began to read and did not finish: its job was lost, or its reader died."""
    read = 0
    if is_tight():  # a reading that fails for want of room would count as a failed one
        return read
    for inbound_id in reading.left_lying():
        if leaving.is_set():
            break
        read += reading.read_one(inbound_id)
    return read


def wake_stalled_jobs(at: datetime) -> int:
    """Gives the jobs of silent workers back to those that live."""
    with connection.cursor() as cursor:
        cursor.execute(STALLED)
        return cursor.rowcount


def work_out_usual_times(at: datetime) -> int:
    """How long each service usually takes, so that no page counts every case."""
    return reports.work_out_usual_times(at=at) + work_out_usual_served(at=at)


def ring_promises(at: datetime) -> int:
    """Warns of promises that come near, tells of those that broke, and calls whoever must act."""
    return alarms.sweep(at=at, limit=MOST_AT_ONCE)


def miss_call_backs(at: datetime) -> int:
    """Tells of calls that were promised and not made."""
    return calls.miss_what_is_over(at=at)


def find_overlooked_alarms(at: datetime) -> int:
    """Calls for promises that rang while nobody listened: they were loaded, or are older than the alarms."""
    return alarms.find_overlooked(at=at)


def give_out_work(at: datetime) -> int:
    """Gives what waits to whoever should take it, in the areas that leave this to the house."""
    return routing.give_out_everywhere(at=at)


def try_foresight(at: datetime) -> bool:
    """Works out how well breaks of promises are foreseen, so that nobody is called for guesses."""
    return reports.try_foresight_again(at=at)


def foresee_breaks(at: datetime) -> int:
    """Calls for open promises that are likely to break."""
    return reports.foresee(at=at)


def call_for_rosters(at: datetime) -> int:
    """Calls whoever leads an area that has promised more than its people can do."""
    return roster.call_for_what_cannot_be_done(at=at)


def wake_cases(at: datetime) -> int:
    """Brings back into the queue what was put off, or was agreed for a day, until now."""
    return wake_due(at=at) + wake_agreed(at=at)


def close_what_is_settled(at: datetime) -> int:
    """Closes cases whose customer has said nothing for a week after the resolution."""
    closed = 0
    for case_id in due_to_close(resolved_before=at - SAYS_NOTHING):
        try:
            close_silently(case_id, at=at)
            closed += 1
        except Refused:  # the customer spoke in this very moment
            continue
    return closed


def forget(at: datetime) -> None:
    """Lets go of old drafts that nobody came back to, of the memory of automatic mails, of old deliveries, and of what
    machines were answered last week."""
    forget_old_drafts(signed_in_before=at - DRAFT_LASTS, anonymous_before=at - STRANGERS_DRAFT_LASTS)
    forget_automatic(at=at)
    forget_old_tries(at=at)
    forget_rounds(at=at)
    forget_visits(before=at - VISIT_LASTS)
    forget_deliveries(at=at)
    forget_answers(at=at)


def clear_sessions(at: datetime) -> None:
    """Forgets sessions that have ended."""
    SessionStore.clear_expired()

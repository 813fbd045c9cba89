"""``leakage schedule``: build, then brief, every day at its time; a run that was missed is made up for."""

from collections.abc import Iterable
from datetime import datetime

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from rich.markup import escape

from doors.context import Context
from pipeline.build import build
from pipeline.errors import LeakageError, SettingsError
from pipeline.runs import published
from pipeline.settings import Settings
from ui.brief.post import Desk, Outcome
from ui.commands.progress import say

WAIT_SECONDS = 600.0
"""How long a scheduled build waits for another one to end."""
LATE_SECONDS = 6 * 3600
"""A run that could not begin on time, because the machine slept, still begins so much later."""


def run(settings: Settings, *, once: bool) -> None:
    """Build and brief at the scheduled times until stopped, or once and end.

    Raises:
        SettingsError: The schedule can't be read.
        LeakageError: With ``once``: the build failed, or a briefing did not go.
    """
    trigger = _trigger(settings)
    if once:
        build_and_brief(settings)
        return
    scheduler = BlockingScheduler(timezone=settings.zone)
    scheduler.add_job(
        _reported, trigger, args=[settings], coalesce=True, misfire_grace_time=LATE_SECONDS, max_instances=1
    )
    now = datetime.now(settings.zone)
    if _missed(settings, trigger, now):
        say("The last scheduled run was missed; it begins now.")
        _reported(settings)
    say(f"Next: {trigger.get_next_fire_time(None, datetime.now(settings.zone)):%A, %B %d, %H:%M %Z}. Ctrl+C ends it.")
    try:
        scheduler.start()
    except KeyboardInterrupt:
        say("Ended.")


def build_and_brief(settings: Settings) -> list[Outcome]:
    """Build, then send the briefings; when the build fails, tell the readers that and why.

    Raises:
        LeakageError: The build failed, or a briefing did not go.
    """
    try:
        report = build(settings, wait_seconds=WAIT_SECONDS)
    except LeakageError as failed:
        with Context(settings, door="briefing") as context:
            _tell(Desk(context).alert(str(failed)))
        raise
    say(f"{'Nothing new to build; run' if report.unchanged else 'Built run'} {report.run.run_id}.")
    if settings.brief_channels is None:
        say("No briefing was sent: brief_channels names no file.")
        return []
    with Context(settings, door="briefing") as context:
        return _tell(Desk(context).send())


def _trigger(settings: Settings) -> CronTrigger:
    try:
        return CronTrigger.from_crontab(settings.schedule, timezone=settings.zone)
    except ValueError as wrong:
        hint = "Five fields as cron has them, such as '0 6 * * *'."
        raise SettingsError(f"schedule '{settings.schedule}' can't be read: {wrong}.", hint) from None


def _missed(settings: Settings, trigger: CronTrigger, now: datetime) -> bool:
    """Whether a time has passed since the last published run."""
    last = published(settings)
    if last is None or last.recorded_at is None:
        return False
    due = trigger.get_next_fire_time(None, last.recorded_at.astimezone(settings.zone))
    return bool(due and due < now)


def _reported(settings: Settings) -> None:
    """Keep the schedule going whatever becomes of one run; it is recorded, and the readers were told."""
    try:
        build_and_brief(settings)
    except LeakageError as failed:
        say(escape(str(failed)))


def _tell(outcomes: Iterable[Outcome]) -> list[Outcome]:
    told = list(outcomes)
    for one in told:
        reason = f": {one.reason}" if one.reason else ""
        say(escape(f"{one.delivery.briefing} by {one.delivery.channel} to {one.delivery.target}: {one.became}{reason}"))
    return told

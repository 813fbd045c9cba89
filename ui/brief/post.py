"""Make today's briefings and see them off: each once to each reader, or word of why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.briefing.compose import Briefing, compose
from agent.briefing.outline import Outline, read_outline
from pipeline.deliveries import Deliveries, Delivery
from pipeline.errors import BriefingError, DeliveryError, LeakageError
from pipeline.settings import Settings
from ui.brief.channels import Readers, read_channels
from ui.brief.gate import check_fit
from ui.brief.parcel import Parcel, alert_parcel, briefing_parcel
from ui.brief.send import send
from ui.brief.sheet import Sheet, lay_out
from ui.context import Context, Current


@dataclass(frozen=True)
class Made:
    """A briefing, and how it is laid out."""

    briefing: Briefing
    sheet: Sheet
    outline: Outline


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery: sent, skipped because it was sent before, or failed and why."""

    delivery: Delivery
    became: str
    reason: str = ""


class Desk:
    """Makes briefings of one home and sends them.

    Args:
        context: Gives out the agent over the latest published run.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = context.settings
        self._log = Deliveries(context.settings)

    def make(self, audience: str, language: str) -> Made:
        """Make a briefing of the figures as they are.

        Raises:
            BriefingError: The figures are stale or unsound, or there is no such audience or language.
            PublishError: Nothing has been built yet.
        """
        outline = read_outline(self._settings.brief_outline)
        with self._context.current() as lent:
            self._check(lent)
            return _made(lent, outline, audience, language, self._settings, self._context)

    def send(self, *, force: bool = False) -> Iterator[Outcome]:
        """Send every reader of the channels file what is theirs, once a day.

        Args:
            force: Send again what was sent before.

        Raises:
            DeliveryError: There is no channels file, or it is not as it must be.
        """
        if self._settings.brief_channels is None:
            raise DeliveryError("no channels file is named.", "Set brief_channels; docs/briefing.md shows one.")
        made: dict[tuple[str, str], Parcel] = {}
        for readers in read_channels(self._settings.brief_channels):
            key = (readers.audience, readers.language)
            parcel = made[key] = made.get(key) or self._parcel(*key)
            yield from self._deliver(readers, parcel, force=force)

    def alert(self, reason: str) -> Iterator[Outcome]:
        """Tell every reader that there are no figures today, and why; once a day for one reason."""
        if self._settings.brief_channels:
            parcel = self._alert(reason)
            for readers in read_channels(self._settings.brief_channels):
                yield from self._deliver(readers, parcel, force=False)

    def _check(self, lent: Current) -> None:
        clock, now = lent.agent.knowledge.clock, datetime.now(self._settings.zone).date()
        last = self._context.last_run()
        check_fit(clock.today, clock.complete, last, lent.run, now, self._settings.brief_most_days_old)

    def _parcel(self, audience: str, language: str) -> Parcel:
        """A briefing; where none can be made, word of why."""
        try:
            made = self.make(audience, language)
        except LeakageError as error:
            if (
                isinstance(error, BriefingError)
                and audience not in read_outline(self._settings.brief_outline).audiences
            ):
                raise
            return self._alert(str(error))
        return briefing_parcel(made.briefing, made.sheet, made.outline, self._settings.page_url)

    def _alert(self, reason: str) -> Parcel:
        day = datetime.now(self._settings.zone).date()
        return alert_parcel(f"{day}/none", f"No leakage briefing on {day}", reason)

    def _deliver(self, readers: Readers, parcel: Parcel, *, force: bool) -> Iterator[Outcome]:
        for channel, target in readers.targets():
            delivery = Delivery(parcel.briefing, parcel.kind, channel, target)
            with self._log.one_at_a_time():
                if self._log.was_sent(delivery) and not force:
                    yield Outcome(delivery, "sent before")
                else:
                    yield self._sent(parcel, delivery)

    def _sent(self, parcel: Parcel, delivery: Delivery) -> Outcome:
        self._log.record(delivery, "sending")
        try:
            send(self._settings, parcel, delivery)
        except LeakageError as error:
            self._log.record(delivery, "failed", str(error))
            return Outcome(delivery, "failed", str(error))
        self._log.record(delivery, "sent")
        return Outcome(delivery, "sent")


def _made(lent: Current, outline: Outline, audience: str, language: str, settings: Settings, context: Context) -> Made:
    agent = lent.agent
    briefing = compose(lambda question: agent.ask(question, caller=context.caller), outline, audience, language)
    run = lent.run.run_id if lent.run else ""
    return Made(briefing, lay_out(briefing, outline, agent.knowledge.model, settings.zone, run), outline)

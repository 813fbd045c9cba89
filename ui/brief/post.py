"""See today's briefings off: each once to each reader, or word of why there is none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.briefing.outline import read_outline
from agent.numbers import write_date
from agent.planner import Caller
from doors.context import Context
from pipeline.briefings import Briefings
from pipeline.deliveries import Deliveries, Delivery
from pipeline.errors import DeliveryError, LeakageError
from ui.brief.channels import read_channels
from ui.brief.made import make
from ui.brief.parcel import Parcel, alert_parcel, briefing_parcel
from ui.brief.send import send


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery: sent, skipped because it was sent before, or failed and why."""

    delivery: Delivery
    became: str
    reason: str = ""


class Desk:
    """Sends the briefings of one home.

    Args:
        context: Gives out the agent over the latest published run.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._settings = context.settings
        self._log = Deliveries(context.settings)
        self._kept = Briefings(context.settings)
        self._outline = read_outline(context.settings.brief_outline)

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
            yield from self._deliver(readers.targets(), parcel, force=force)

    def send_to(self, caller: Caller, audience: str, language: str) -> list[Outcome]:
        """Send one user a briefing by the channels that are theirs, once a day; nothing where none is.

        Args:
            caller: Who asks for it, and gets it.
            audience: Which briefing.
            language: In which language.

        Raises:
            BriefingError: The figures are stale or unsound, or there is no such audience or language.
            DeliveryError: The channels file is not as it must be.
        """
        targets = self.targets_of(caller.user)
        if not targets:
            return []
        made = make(self._context, audience, language, caller)
        parcel = briefing_parcel(made.briefing, made.sheet, made.outline, self._settings.page_url)
        return list(self._deliver(targets, parcel, force=False))

    def targets_of(self, user: str) -> list[tuple[str, str]]:
        """The channels that are one user's, each with its target; none where none is set up."""
        named = self._settings.brief_channels
        every = read_channels(named) if named else ()
        return list(dict.fromkeys(target for readers in every for target in readers.of(user)))

    def alert(self, reason: str) -> Iterator[Outcome]:
        """Tell every reader that there are no figures today, and why; once a day."""
        if self._settings.brief_channels:
            for readers in read_channels(self._settings.brief_channels):
                yield from self._deliver(readers.targets(), self._alert(reason, readers.language), force=False)

    def _parcel(self, audience: str, language: str) -> Parcel:
        """A briefing; where the figures allow none, word of why."""
        self._outline.audience(audience)
        self._outline.words_in(language)
        try:
            made = make(self._context, audience, language)
        except LeakageError as error:
            return self._alert(str(error), language)
        return briefing_parcel(made.briefing, made.sheet, made.outline, self._settings.page_url)

    def _alert(self, reason: str, language: str) -> Parcel:
        day = datetime.now(self._settings.zone).date()
        said = self._outline.words_in(language).none.format(day=write_date(day, language))
        return alert_parcel(f"{day}/none/{language}", said, reason)

    def _deliver(self, targets: Iterable[tuple[str, str]], parcel: Parcel, *, force: bool) -> Iterator[Outcome]:
        for channel, target in targets:
            delivery = Delivery(parcel.briefing, parcel.kind, channel, target)
            with self._log.one_at_a_time():
                if self._log.was_sent(delivery) and not force:
                    yield Outcome(delivery, "sent before")
                else:
                    yield self._sent(parcel, delivery)

    def _sent(self, parcel: Parcel, delivery: Delivery) -> Outcome:
        if parcel.kind == "briefing":
            self._kept.keep(parcel.briefing, parcel.subject, parcel.html, parcel.markdown)
        self._log.record(delivery, "sending")
        try:
            send(self._settings, parcel, delivery)
        except LeakageError as error:
            self._log.record(delivery, "failed", str(error))
            return Outcome(delivery, "failed", str(error))
        self._log.record(delivery, "sent")
        return Outcome(delivery, "sent")

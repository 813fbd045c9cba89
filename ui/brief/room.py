"""The briefing as a room: today's and earlier ones, read on the page and sent to whoever reads it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent.briefing.outline import read_outline
from pipeline.briefings import Briefings, Kept
from pipeline.errors import DeliveryError, LeakageError
from ui.brief.made import make
from ui.brief.sheet import Sheet
from ui.ending import EXTRAS
from ui.page_file import page_file
from ui.page_freshness import write_moment
from ui.page_html import BriefingRoom, briefing_html
from ui.reception import Reader, Reception
from ui.room import Done, Query

if TYPE_CHECKING:
    from ui.brief.post import Outcome


def draw(reception: Reception, reader: Reader, query: Query, note: str = "") -> str:
    """Draw the briefing of the figures as they are, or an earlier one as it was sent, as the address names it."""
    audiences, audience = _audiences(reception, reader, query)
    earlier = Briefings(reception.context.settings).all()
    opened = next((one for one in earlier if one.kept_id == query.get("sent", [""])[0]), None)
    sheet, trouble = (None, "") if opened else _sheet(reception, reader, audience)
    moments = [(one.kept_id, one.subject, _moment(one, reception, reader)) for one in earlier]
    room = BriefingRoom(
        sheet=sheet,
        trouble=trouble,
        opened=opened.html if opened else "",
        opened_id=opened.kept_id if opened else "",
        audiences=audiences,
        audience=audience,
        earlier=moments[: page_file().limits.briefings_shown],
        note=note,
    )
    return briefing_html(room, reader.language)


def act(reception: Reception, reader: Reader, query: Query, told: Mapping[str, Any]) -> Done:
    """Send the briefing that is shown to whoever reads it, and say what became of it."""
    if "send" not in told:
        return Done()
    _, audience = _audiences(reception, reader, query)
    words = page_file().words[reader.language].room_briefing
    try:
        outcomes = _sent(reception, reader, audience)
    except LeakageError as error:
        return Done(body=draw(reception, reader, query, reception.trouble(error, reader.language)))
    note = " ".join(_said(one, reader) for one in outcomes) or words.no_channel.format(user=reader.caller.user)
    return Done(body=draw(reception, reader, query, note))


def _sent(reception: Reception, reader: Reader, audience: str) -> "list[Outcome]":
    """Send it by the reader's channels; the libraries for that come with an extra that a page alone does without."""
    try:
        from ui.brief.post import Desk
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRAS:
            raise
        wanted = f"Where the page runs: pip install 'leakage-command-center[{EXTRAS[missing.name]}]'."
        raise DeliveryError(f"sending needs {missing.name}, which is not installed.", wanted) from None
    return Desk(reception.context).send_to(reader.caller, audience, reader.language)


def _audiences(reception: Reception, reader: Reader, query: Query) -> tuple[list[tuple[str, str]], str]:
    """The audiences to choose from, and the chosen one."""
    outline = read_outline(reception.context.settings.brief_outline)
    named = query.get("audience", [""])[0]
    audience = named if named in outline.audiences else next(iter(outline.audiences))
    return [(name, who.name[reader.language]) for name, who in outline.audiences.items()], audience


def _sheet(reception: Reception, reader: Reader, audience: str) -> tuple[Sheet | None, str]:
    """The briefing of now, or why there is none."""
    try:
        return make(reception.context, audience, reader.language, reader.caller).sheet, ""
    except LeakageError as error:
        return None, reception.trouble(error, reader.language)


def _moment(kept: Kept, reception: Reception, reader: Reader) -> str:
    return write_moment(kept.recorded_at.astimezone(reception.context.settings.zone), reader.language)


def _said(outcome: "Outcome", reader: Reader) -> str:
    words = page_file().words[reader.language].room_briefing
    sent = outcome.delivery
    channel = words.channels[sent.channel]
    return words.became[outcome.became].format(channel=channel, target=sent.target, reason=outcome.reason)

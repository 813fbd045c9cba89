"""The page's HTML, from the templates in `page/`: everything that goes into them is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from agent.numbers import write_date
from doors.feedback_words import feedback_words
from pipeline.action_rules import may_decide
from pipeline.talks import TalkSummary
from pipeline.verdicts import opinions
from ui.brief.sheet import Sheet
from ui.center.board import Board, Card
from ui.center.center_file import center_file
from ui.data_room import DataRoom
from ui.incident_file import incident_file
from ui.page_file import page_file
from ui.page_freshness import Freshness, write_moment
from ui.page_talk import Turn
from ui.present import View
from ui.templates import templates

Said = Mapping[str, str]
"""The latest verdict on each incident."""


def _draw(template: str, **values: Any) -> str:
    return templates("page").get_template(template).render(**values)


def header_html(fresh: Freshness | None, language: str, trouble: str = "", room: str = "ask") -> str:
    """Draw the head of the page: its name, its rooms, and how fresh the figures are or what is the matter."""
    words = page_file().words[language]
    if fresh and not trouble:
        trouble = _matter(fresh, language)
    return _draw(
        "header.html",
        words=words,
        fresh=fresh,
        through=write_date(fresh.through, language) if fresh else "",
        built=write_moment(fresh.built, language) if fresh and fresh.built else "",
        trouble=trouble,
        rooms=list(page_file().rooms.items()),
        current=room,
    )


def _matter(fresh: Freshness, language: str) -> str:
    """What is the matter with the figures; nothing where they are as they should be."""
    words = page_file().words[language]
    if fresh.failed:
        return words.failed_run.format(moment=write_moment(fresh.failed, language))
    if fresh.days_old is not None:
        return words.stale.format(date=write_date(fresh.through, language), days=fresh.days_old)
    return ""


def rail_html(role: str, language: str, talks: Sequence[TalkSummary] = (), current: str | None = None) -> str:
    """Draw the questions to start with that a role is offered, and a reader's earlier conversations.

    Args:
        role: The reader's role.
        language: The page's language.
        talks: The conversations, the latest first.
        current: The one that is open.
    """
    page = page_file()
    listed = [(talk.conversation_id, page.title_of(talk.questions)) for talk in talks[: page.limits.talks_shown]]
    return _draw(
        "rail.html", words=page.words[language], groups=page.starters_for(role, language), talks=listed, current=current
    )


def turn_html(turn: Turn, role: str = "") -> str:
    """Draw a question with its answer, in the answer's own language; a role that may judge incidents is asked to."""
    language = turn.view.language if turn.view else turn.language
    return _draw(
        "turn.html",
        turn=turn,
        view=turn.view,
        words=page_file().words[language],
        judging=feedback_words(language),
        incident_words=incident_file().words[language],
        opinions=opinions() if may_decide(role) else (),
        language=language,
        asked_at=write_moment(turn.asked_at, language) if turn.asked_at else "",
    )


def conversation_html(
    turns: Sequence[Turn], language: str, identity: str | None = None, note: str = "", role: str = ""
) -> str:
    """Draw all turns of a conversation.

    Args:
        turns: The turns.
        language: The page's language.
        identity: The id under which the conversation is kept; the page's address names it.
        note: What is to be said before them.
        role: The reader's role.
    """
    return _draw(
        "conversation.html",
        words=page_file().words[language],
        turns=[Markup(turn_html(turn, role)) for turn in turns],  # noqa: S704 - drawn by a template that escapes
        identity=identity or "",
        note=note,
    )


def board_html(board: Board, language: str, role: str = "", note: str = "", said: Said | None = None) -> str:
    """Draw the command center.

    Args:
        board: What it shows.
        language: The page's language.
        role: The reader's role; one that may judge incidents is asked to.
        note: What is to be said before the views.
        said: The latest verdict on each incident.
    """
    here = page_file().rooms["center"]
    return _draw("board.html", board=board, here=here, note=note, **_center(language, role, said))


def part_html(card: Card, language: str, role: str = "", said: Said | None = None) -> str:
    """Draw what a view of the command center shows now, to be put in its place."""
    return _draw("part.html", card=card, **_center(language, role, said))


def proposal_html(view: View, place: str, talk: str) -> str:
    """Draw what a decision would record, with the answers to it, to be put in its place beside the action.

    Args:
        view: What the agent says to the decision.
        place: Where it is to be put.
        talk: The conversation that an answer goes on with.
    """
    return _draw("proposal.html", view=view, place=place, talk=talk)


def _center(language: str, role: str, said: Said | None) -> dict[str, Any]:
    """What the command center's templates need besides what they show."""
    return {
        "words": page_file().words[language],
        "board_words": center_file().words[language],
        "incident_words": incident_file().words[language],
        "opinions": opinions() if may_decide(role) else (),
        "said": said or {},
        "ask_at": page_file().rooms["ask"],
        "language": language,
    }


@dataclass(frozen=True)
class BriefingRoom:
    """What the briefing's room shows.

    Attributes:
        sheet: The briefing of now; None where there is none, or an earlier one is open.
        trouble: Why there is none.
        opened: An earlier one as it was sent.
        opened_id: Which one that is.
        audiences: What can be chosen: each audience with its name.
        audience: The chosen one.
        earlier: Those that were sent: id, subject and when.
        note: What is to be said before it.
    """

    sheet: Sheet | None
    trouble: str
    opened: str
    opened_id: str
    audiences: Sequence[tuple[str, str]]
    audience: str
    earlier: Sequence[tuple[str, str, str]]
    note: str = ""


def briefing_html(room: BriefingRoom, language: str) -> str:
    """Draw the briefing's room."""
    page = page_file()
    return _draw("briefing.html", room=room, words=page.words[language], here=page.rooms["briefing"], language=language)


def data_html(room: DataRoom, language: str) -> str:
    """Draw what is known of the data."""
    return _draw("data.html", room=room, words=page_file().words[language], language=language)

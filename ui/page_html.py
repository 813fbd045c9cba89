"""The page's HTML, from the templates in `page/`: everything that goes into them is escaped."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from agent.numbers import write_date
from ui.page_file import page_file
from ui.page_freshness import Freshness, write_moment
from ui.page_talk import Turn


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("ui", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def header_html(fresh: Freshness | None, language: str, trouble: str = "") -> str:
    """Draw the head of the page: its name, and how fresh the figures are or what is the matter."""
    words = page_file().words[language]
    if fresh and fresh.failed:
        trouble = words.failed_run.format(moment=write_moment(fresh.failed, language))
    return (
        _templates()
        .get_template("header.html")
        .render(
            words=words,
            fresh=fresh,
            through=write_date(fresh.through, language) if fresh else "",
            built=write_moment(fresh.built, language) if fresh and fresh.built else "",
            trouble=trouble,
        )
    )


def starters_html(role: str, language: str) -> str:
    """Draw the questions to start with that a role is offered."""
    page = page_file()
    groups = page.starters_for(role, language)
    return _templates().get_template("starters.html").render(words=page.words[language], groups=groups)


def turn_html(turn: Turn) -> str:
    """Draw a question with its answer, in the answer's own language."""
    language = turn.view.language if turn.view else turn.language
    return (
        _templates()
        .get_template("turn.html")
        .render(turn=turn, view=turn.view, words=page_file().words[language], language=language)
    )


def conversation_html(turns: Sequence[Turn], language: str) -> str:
    """Draw all turns of a conversation."""
    drawn = "".join(turn_html(turn) for turn in turns)
    return f'<div role="log" aria-label="{escape(page_file().words[language].conversation)}">{drawn}</div>'

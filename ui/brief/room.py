"""The briefing as a room: today's and earlier ones, read on the page and sent to whoever reads it."""

from collections.abc import Mapping
from typing import Any

from agent.briefing.outline import read_outline
from ui.brief.made import make
from ui.page_html import briefing_html
from ui.reception import Reader, Reception
from ui.room import Done, Query


def draw(reception: Reception, reader: Reader, query: Query) -> str:
    """Draw a briefing of the figures as they are, for the audience that an address names."""
    outline = read_outline(reception.context.settings.brief_outline)
    named = query.get("audience", [""])[0]
    audience = named if named in outline.audiences else next(iter(outline.audiences))
    made = make(reception.context, audience, reader.language, reader.caller)
    audiences = [(name, who.name[reader.language]) for name, who in outline.audiences.items()]
    return briefing_html(made.sheet, audiences, audience)


def act(reception: Reception, reader: Reader, query: Query, told: Mapping[str, Any]) -> Done:
    """Do what a reader did."""
    return Done()

"""The rooms beside the conversation: the command center, the briefing, and the data."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from markupsafe import escape

from agent.briefing.outline import read_outline
from pipeline.errors import LeakageError
from ui.brief.made import make
from ui.center.board import board, chosen_from
from ui.data_room import data_room
from ui.page_html import board_html, briefing_html, data_html
from ui.reception import Reader, Reception, address_of

Kept = dict[str, Any]
Query = dict[str, list[str]]


class Room:
    """One room: what it shows to a reader at an address.

    Args:
        reception: Knows the reader, and asks the agent.
        name: One of ``ROOMS``.
    """

    def __init__(self, reception: Reception, name: str) -> None:
        self.name = name
        self._reception = reception
        self._draw = ROOMS[name]

    def enter(self, request: gr.Request) -> tuple[str, str, str]:
        """Draw the head and the body, and name the run that they are of."""
        reader = self._reception.reader(request)
        return self._reception.header(reader.language, self.name), self._body(reader, address_of(request)), self._run()

    def refresh(self, drawn: str, request: gr.Request) -> tuple[str, str | Kept, str]:
        """Draw the head as things are now, and the body only where a newer run has appeared."""
        reader, run = self._reception.reader(request), self._run()
        body = self._body(reader, address_of(request)) if run != drawn else gr.skip()
        return self._reception.header(reader.language, self.name), body, run

    def _body(self, reader: Reader, query: Query) -> str:
        try:
            return self._draw(self._reception, reader, query)
        except LeakageError as error:
            trouble = escape(self._reception.trouble(error, reader.language))
            return f'<div class="lk-board"><p class="lk-card lk-failed" role="alert">{trouble}</p></div>'

    def _run(self) -> str:
        try:
            with self._reception.context.current() as lent:
                return lent.run.run_id if lent.run else ""
        except LeakageError:
            return ""


def _center(reception: Reception, reader: Reader, query: Query) -> str:
    with reception.context.current() as lent:
        knowledge = lent.agent.knowledge
    laid_out = board(
        lambda question: reception.answer(question, (), reader),
        reception.view,
        chosen_from(query, knowledge),
        knowledge,
        reader.language,
        reader.caller.role,
    )
    return board_html(laid_out, reader.language)


def _briefing(reception: Reception, reader: Reader, query: Query) -> str:
    outline = read_outline(reception.context.settings.brief_outline)
    named = query.get("audience", [""])[0]
    audience = named if named in outline.audiences else next(iter(outline.audiences))
    made = make(reception.context, audience, reader.language, reader.caller)
    audiences = [(name, who.name[reader.language]) for name, who in outline.audiences.items()]
    return briefing_html(made.sheet, audiences, audience)


def _data(reception: Reception, reader: Reader, query: Query) -> str:
    return data_html(data_room(reception.context, reader.language), reader.language)


ROOMS: dict[str, Callable[[Reception, Reader, Query], str]] = {
    "center": _center,
    "briefing": _briefing,
    "data": _data,
}

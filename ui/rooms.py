"""The rooms beside the conversation: the command center, the briefing, and the data."""

from typing import Any

import gradio as gr
from markupsafe import escape

from pipeline.errors import LeakageError
from ui.brief import room as briefing
from ui.center import room as center
from ui.data_room import data_room
from ui.page_html import data_html
from ui.reception import Reader, Reception, address_of
from ui.room import Act, Done, Draw, Query

Kept = dict[str, Any]
_TOLD = ("slide", "rate", "opined", "move", "action", "place", "told", "answer", "talk", "send")
"""What a room's script may tell."""


class Room:
    """One room: what it shows to a reader at an address, and what they do in it.

    Args:
        reception: Knows the reader, and asks the agent.
        name: One of ``ROOMS``.
    """

    def __init__(self, reception: Reception, name: str) -> None:
        self.name = name
        self._reception = reception
        self._draw, self._act = ROOMS[name]

    def enter(self, request: gr.Request) -> tuple[str, str, str]:
        """Draw the head and the body, and name the figures that they are of."""
        reader = self._reception.reader(request)
        return self._header(reader), self._body(reader, address_of(request)), self._figures()

    def refresh(self, drawn: str, request: gr.Request) -> tuple[str, str | Kept, str]:
        """Draw the head as things are now, and the body only where newer figures have appeared."""
        reader, figures = self._reception.reader(request), self._figures()
        body = self._body(reader, address_of(request)) if figures != drawn else gr.skip()
        return self._header(reader), body, figures

    def act(self, event: gr.EventData, request: gr.Request) -> tuple[str | Kept, str | Kept, str]:
        """Do what a reader did, and show what came of it."""
        reader = self._reception.reader(request)
        told = {name: getattr(event, name) for name in _TOLD if getattr(event, name, None) is not None}
        done = self._done(reader, address_of(request), told)
        kept = [gr.skip() if one is None else one for one in (done.body, done.part)]
        return kept[0], kept[1], self._figures()

    def _done(self, reader: Reader, query: Query, told: dict[str, Any]) -> Done:
        if self._act is None:
            return Done()
        try:
            return self._act(self._reception, reader, query, told)
        except LeakageError as error:
            return Done(body=self._failed(error, reader))

    def _body(self, reader: Reader, query: Query) -> str:
        try:
            return self._draw(self._reception, reader, query)
        except LeakageError as error:
            return self._failed(error, reader)

    def _failed(self, error: LeakageError, reader: Reader) -> str:
        trouble = escape(self._reception.trouble(error, reader.language))
        return f'<div class="lk-board"><p class="lk-card lk-failed" role="alert">{trouble}</p></div>'

    def _header(self, reader: Reader) -> str:
        return self._reception.header(reader.language, self.name)

    def _figures(self) -> str:
        """Name the run and the decisions that are shown."""
        try:
            with self._reception.context.current() as lent:
                return f"{lent.run.run_id if lent.run else ''} {lent.database.name}"
        except LeakageError:
            return ""


def _data(reception: Reception, reader: Reader, query: Query) -> str:
    return data_html(data_room(reception.context, reader.language), reader.language)


ROOMS: dict[str, tuple[Draw, Act | None]] = {
    "center": (center.draw, center.act),
    "briefing": (briefing.draw, briefing.act),
    "data": (_data, None),
}

"""The page, wired: what a reader does becomes a question, its answer HTML. Every figure comes from the agent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from agent.limits import limits as agent_limits
from doors.context import Context
from doors.forwarded import Forwarded
from doors.sign_in import Users
from pipeline.errors import TalkError
from pipeline.talks import Said
from ui.page_file import PAGE, page_file
from ui.page_html import conversation_html, rail_html
from ui.page_talk import Talk, Turn
from ui.reception import Reader, Reception, address_of
from ui.rooms import ROOMS, Room
from ui.theme import stylesheet, theme

Kept = dict[str, Any]
"""That a part of the page stays as it is."""
Shown = tuple[Talk, str, str | Kept, str | Kept]
"""The talk, its HTML, the head of the page, and the rail beside the talk."""

ROOM = "ask"
"""The room that this module is about."""
_SILENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class Page:
    """What happens on the page; it holds no reader's data, so that one serves all.

    Args:
        reception: Knows the reader, and asks the agent.
    """

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._context = reception.context
        self._page = reception.page

    def open(self, request: gr.Request) -> Iterator[tuple[*Shown, gr.Textbox, gr.Button]]:
        """Greet a reader: with the conversation or the question that the address names, else the opening question."""
        reader = self._reception.reader(request)
        words = self._page.words[reader.language]
        box = gr.Textbox(label=words.ask, placeholder=words.placeholder)
        asked = address_of(request).get("ask", [""])[0].strip()
        shown_first = self._asked(asked, Talk(), reader) if asked else self._opened(named_talk(request), reader)
        for talk, drawn, header, rail in shown_first:
            yield talk, drawn, header, rail, box, gr.Button(words.send)

    def header(self, request: gr.Request) -> str:
        """Draw the head of the page as things are now."""
        return self._header(self._reception.reader(request))

    def ask_typed(self, question: str, talk: Talk | None, request: gr.Request) -> Iterator[tuple[*Shown, str | Kept]]:
        """Answer what was typed; the box is emptied at once, so that the next question can be typed meanwhile."""
        if question.strip():
            reader = self._reception.reader(request)
            steps = self._asked(question.strip(), self._talk(talk, request, reader), reader)
            yield *next(steps), ""
            yield from ((*shown, gr.skip()) for shown in steps)

    def clicked(self, talk: Talk | None, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Answer the question of the button that was pressed, open its conversation, or keep what it says."""
        reader = self._reception.reader(request)
        named, question = getattr(event, "talk", None), getattr(event, "question", None)
        said, opined = getattr(event, "judged", None), getattr(event, "opined", None)
        if isinstance(opined, dict):
            yield from self._opined(opined, self._talk(talk, request, reader), reader)
        elif isinstance(said, dict):
            yield from self._judged(said, self._talk(talk, request, reader), reader)
        elif isinstance(named, str):
            yield from self._opened(named, reader)
        elif isinstance(question, str):
            yield from self._asked(question, self._talk(talk, request, reader), reader)

    def _opened(self, named: str, reader: Reader) -> Iterator[Shown]:
        """Show a kept conversation with the figures of now; without one, the page's opening question."""
        note = ""
        if named:
            try:
                said = self._context.talks.read(named, reader.caller.user)
            except TalkError:
                note = self._page.words[reader.language].not_yours
            else:
                yield from self._replayed(named, said, reader)
                return
        yield from self._greeted(reader, note)

    def _greeted(self, reader: Reader, note: str) -> Iterator[Shown]:
        talk, question = Talk(), self._page.opening[reader.language]
        answer = self._reception.answer(question, (), reader, None)
        turn = Turn(question, self._reception.view(answer), reader.language, opening=True, answer=answer)
        talk.begin(turn, self._page.limits.turns_kept)
        yield talk, self._drawn(talk, reader, note), self._header(reader), self._rail(talk, reader)

    def _replayed(self, named: str, said: Sequence[Said], reader: Reader) -> Iterator[Shown]:
        talk, zone, most = Talk(named), self._context.settings.zone, self._page.limits.turns_kept
        turns = [Turn(one.question, None, one.language, asked_at=one.asked_at.astimezone(zone)) for one in said]
        places = [talk.begin(turn, most) for turn in turns]
        yield talk, self._drawn(talk, reader), self._header(reader), self._rail(talk, reader)
        for number, (place, turn) in list(enumerate(zip(places, turns, strict=True)))[-most:]:
            answer = self._reception.answer(turn.question, [one.question for one in said[:number]], reader, None)
            talk.finish(place, replace(turn, view=self._reception.view(answer)))
        yield talk, self._drawn(talk, reader), gr.skip(), gr.skip()

    def _asked(self, question: str, talk: Talk, reader: Reader) -> Iterator[Shown]:
        """Show the question at once, then its answer and how fresh it is."""
        asked, new = Turn(question, None, reader.language), talk.identity is None
        place = talk.begin(asked, self._page.limits.turns_kept)
        yield talk, self._drawn(talk, reader), self._header(reader), self._rail(talk, reader)
        answer = self._reception.answer(question, (), reader, talk.kept_as(lambda: self._begun(talk, reader)))
        talk.finish(place, replace(asked, view=self._reception.view(answer)))
        yield talk, self._drawn(talk, reader), self._header(reader), gr.skip()
        if new:
            yield talk, gr.skip(), gr.skip(), self._rail(talk, reader)

    def _judged(self, said: dict[str, Any], talk: Talk, reader: Reader) -> Iterator[Shown]:
        """Keep what a reader says of an answer, and show that it was; what can't be kept is said."""
        note = self._reception.judge(said, reader)
        if not note:
            talk.judge(said["trace"], said["verdict"])
        yield talk, self._drawn(talk, reader, note), gr.skip(), gr.skip()

    def _opined(self, opined: dict[str, Any], talk: Talk, reader: Reader) -> Iterator[Shown]:
        """Keep what a reader says of an incident, and show that it was; what can't be kept is said."""
        incident, opinion = str(opined.get("incident") or ""), str(opined.get("opinion") or "")
        note = self._reception.opine(incident, opinion, reader)
        if not note:
            talk.opine(incident, opinion)
        yield talk, self._drawn(talk, reader, note), gr.skip(), gr.skip()

    def _begun(self, talk: Talk, reader: Reader) -> str:
        """Begin to keep a conversation, with the opening question at its head."""
        identity = self._context.talks.new(reader.caller.user)
        for turn in talk.turns:
            if turn.opening and turn.answer:
                self._context.keep(turn.question, turn.answer, identity, reader.caller)
        return identity

    def _header(self, reader: Reader) -> str:
        return self._reception.header(reader.language, ROOM)

    def _drawn(self, talk: Talk, reader: Reader, note: str = "") -> str:
        return conversation_html(talk.turns, reader.language, talk.identity, note, reader.caller.role)

    def _rail(self, talk: Talk, reader: Reader) -> str:
        talks = self._context.talks.of(reader.caller.user)
        return rail_html(reader.caller.role, reader.language, talks, talk.identity)

    def _talk(self, talk: Talk | None, request: gr.Request, reader: Reader) -> Talk:
        """The reader's talk; where this server has just been started, it is the one that the address names."""
        named = named_talk(request)
        if talk or not named:
            return talk or Talk()
        *_, (again, *_) = self._opened(named, reader)
        return again


def named_talk(request: gr.Request) -> str:
    """Return the conversation that the page's address names; empty when it names none."""
    return address_of(request).get("talk", [""])[0]


def build_page(context: Context) -> gr.Blocks:
    """Put the page together.

    Args:
        context: Gives out the agent over the latest published run.
    """
    reception, file = Reception(context), page_file()
    page = Page(reception)
    words = file.words["en"]
    asking = _script("asking")
    blocks: gr.Blocks
    with gr.Blocks(title=words.product, analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State(None)
        header = _html("lk-header")
        with gr.Row(elem_id="lk-shell"):
            with gr.Column(elem_id="lk-rail", min_width=0):
                rail = _html("lk-rail-list", asking)
            with gr.Column(elem_id="lk-talk", min_width=0):
                conversation = _html(
                    "lk-conversation", asking + _script("taking", "judging", "opining", "conversation")
                )
                with gr.Row(elem_id="lk-composer"):
                    box = gr.Textbox(
                        label=words.ask,
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=1,
                        max_length=agent_limits().ask.characters,
                        scale=1,
                        elem_id="lk-box",
                    )
                    send = gr.Button(words.send, variant="primary", scale=0, min_width=0, elem_id="lk-send")
        blocks.load(page.open, None, [talk, conversation, header, rail, box, send], **_SILENT)
        gr.on(
            [box.submit, send.click],
            page.ask_typed,
            [box, talk],
            [talk, conversation, header, rail, box],
            trigger_mode="always_last",
            **_SILENT,
        )
        gr.on(
            [rail.submit, conversation.submit],
            page.clicked,
            [talk],
            [talk, conversation, header, rail],
            trigger_mode="always_last",
            **_SILENT,
        )
        gr.Timer(file.limits.refresh_seconds).tick(page.header, None, [header], queue=False, **_SILENT)
    for room in ROOMS:
        _add_room(blocks, Room(reception, room))
    blocks.queue(max_size=file.limits.waiting, default_concurrency_limit=file.limits.at_once, api_open=False)
    return blocks


def _add_room(blocks: gr.Blocks, room: Room) -> None:
    """A room of its own address: its head and its body, drawn when it is entered and when newer figures appear."""
    file = page_file()
    with blocks.route(file.words["en"].rooms[room.name], file.rooms[room.name]) as entered:
        header, body = _html("lk-header"), _html("lk-room", _script("room", "opining"))
        part, drawn = _html("lk-part", _script("part")), gr.State("")
        entered.load(room.enter, None, [header, body, drawn], **_SILENT)
        body.submit(room.act, None, [body, part, drawn], trigger_mode="always_last", **_SILENT)
        gr.Timer(file.limits.refresh_seconds).tick(room.refresh, [drawn], [header, body, drawn], queue=False, **_SILENT)


def _script(*names: str) -> str:
    return "".join((PAGE / f"{name}.js").read_text() for name in names)


def _html(name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=script, apply_default_css=False)


def serve(blocks: gr.Blocks, host: str, port: int, gate: Users | Forwarded | None, *, open_browser: bool) -> str:
    """Start serving in the background and return the page's address.

    Args:
        blocks: The page.
        host: The address to listen on.
        port: The port.
        gate: Who may sign in, or whom a proxy has signed in; None where nobody need.
        open_browser: Whether to open it in a browser.

    Raises:
        OSError: The port is taken.
    """
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        auth=gate.accepts if isinstance(gate, Users) else None,
        auth_dependency=_named_by(gate) if isinstance(gate, Forwarded) else None,
        inbrowser=open_browser,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        theme=theme(),
        css=stylesheet(),
        footer_links=[],
        favicon_path=str(PAGE / "favicon.svg"),
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size="1kb",
    )
    return str(address)


def _named_by(gate: Forwarded) -> Callable[[Any], str | None]:
    return lambda request: gate.name_of(request.headers)

"""The page, wired: what a reader does becomes a question, its answer HTML. Every figure comes from the agent."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from agent.limits import limits as agent_limits
from agent.reply import Answer
from pipeline.errors import LeakageError
from ui.context import Context
from ui.page_file import PAGE, page_file
from ui.page_freshness import Freshness, freshness
from ui.page_html import conversation_html, header_html, starters_html
from ui.page_talk import Talk, Turn
from ui.present import View, present
from ui.theme import stylesheet, theme

Shown = tuple[Talk, str, str | dict[str, Any]]
"""The talk, its HTML, and the head of the page (or that it stays as it is)."""

_log = logging.getLogger(__name__)
_SILENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class Page:
    """What happens on the page; it holds no reader's data, so that one serves all.

    Args:
        context: Gives out the agent over the latest published run.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._page = page_file()

    def open(self, request: gr.Request) -> tuple[Talk, str, str | dict[str, Any], str, gr.Textbox, gr.Button]:
        """Greet a reader in their language: freshness, starters, and the opening question answered."""
        language = self._language(request)
        words = self._page.words[language]
        *_, (talk, conversation, header) = self._asked(self._page.opening[language], Talk(), language, opening=True)
        starters = starters_html(self._context.settings.role, language)
        box = gr.Textbox(label=words.ask, placeholder=words.placeholder)
        return talk, conversation, header, starters, box, gr.Button(words.send)

    def header(self, request: gr.Request) -> str:
        """Draw the head of the page as things are now."""
        return self._header(self._language(request))

    def ask_typed(
        self, question: str, talk: Talk | None, request: gr.Request
    ) -> Iterator[tuple[Talk, str, str | dict[str, Any], str | dict[str, Any]]]:
        """Answer what was typed; the box is emptied at once, so that the next question can be typed meanwhile."""
        if question.strip():
            steps = self._asked(question.strip(), talk or Talk(), self._language(request))
            yield *next(steps), ""
            yield from ((*shown, gr.skip()) for shown in steps)

    def ask_clicked(self, talk: Talk | None, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Answer the question of the button that was pressed."""
        yield from self._asked(str(getattr(event, "question", "")), talk or Talk(), self._language(request))

    def _asked(self, question: str, talk: Talk, language: str, *, opening: bool = False) -> Iterator[Shown]:
        """Show the question at once, then its answer and how fresh it is."""
        asked = Turn(question, None, language, opening)
        place = talk.begin(asked, self._page.limits.turns_kept)
        yield talk, conversation_html(talk.turns, language), gr.skip()
        talk.finish(place, replace(asked, view=self._view(question, talk.before(place), language)))
        yield talk, conversation_html(talk.turns, language), self._header(language)

    def _header(self, language: str) -> str:
        try:
            return header_html(self._fresh(), language)
        except LeakageError as error:
            return header_html(None, language, self._trouble(error, language))

    def _view(self, question: str, earlier: tuple[str, ...], language: str) -> View:
        try:
            answer = self._context.ask(question, earlier)
        except LeakageError as error:
            answer = Answer(status="failed", answer=self._trouble(error, language), language=language, trace_id="")
        except Exception:
            _log.exception("A question could not be answered.")
            text = self._page.words[language].unexpected
            answer = Answer(status="failed", answer=text, language=language, trace_id="")
        return present(answer, self._context.model, self._page.limits, self._context.settings.zone)

    def _fresh(self) -> Freshness:
        settings = self._context.settings
        with self._context.current() as current:
            clock = current.agent.knowledge.clock
            return freshness(clock.today, clock.complete, current.run, self._context.last_run(), settings.zone)

    def _trouble(self, error: LeakageError, language: str) -> str:
        reason = " ".join(part for part in (error.message, error.hint) if part)
        return self._page.words[language].trouble.format(reason=reason)

    def _language(self, request: gr.Request) -> str:
        return self._page.language_for(request.headers.get("accept-language", "").split(","))


def build_page(context: Context) -> gr.Blocks:
    """Put the page together.

    Args:
        context: Gives out the agent over the latest published run.
    """
    page, file = Page(context), page_file()
    words = file.words["en"]
    asking = (PAGE / "asking.js").read_text()
    blocks: gr.Blocks
    with gr.Blocks(title=words.product, analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State(None)
        header = _html("lk-header")
        with gr.Row(elem_id="lk-shell"):
            with gr.Column(elem_id="lk-rail", min_width=0):
                starters = _html("lk-starters", asking)
            with gr.Column(elem_id="lk-talk", min_width=0):
                conversation = _html("lk-conversation", asking + (PAGE / "conversation.js").read_text())
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
        blocks.load(page.open, None, [talk, conversation, header, starters, box, send], **_SILENT)
        gr.on(
            [box.submit, send.click],
            page.ask_typed,
            [box, talk],
            [talk, conversation, header, box],
            trigger_mode="always_last",
            **_SILENT,
        )
        gr.on(
            [starters.submit, conversation.submit],
            page.ask_clicked,
            [talk],
            [talk, conversation, header],
            trigger_mode="always_last",
            **_SILENT,
        )
        gr.Timer(file.limits.refresh_seconds).tick(page.header, None, [header], queue=False, **_SILENT)
    blocks.queue(max_size=file.limits.waiting, default_concurrency_limit=file.limits.at_once, api_open=False)
    return blocks


def _html(name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=script, apply_default_css=False)


def serve(blocks: gr.Blocks, host: str, port: int, *, open_browser: bool) -> str:
    """Start serving in the background and return the page's address.

    Raises:
        OSError: The port is taken.
    """
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
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

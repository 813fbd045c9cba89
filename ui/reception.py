"""What every room of the page needs: who looks at it, its head, and the agent's answers as they are shown."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import gradio as gr

from agent.planner import Caller
from agent.reply import Answer
from doors.context import Context
from doors.forwarded import Gate, gate_of
from pipeline.errors import LeakageError
from pipeline.ledger import Who
from pipeline.verdicts import say
from ui.page_file import page_file
from ui.page_freshness import Freshness, freshness
from ui.page_html import header_html
from ui.present import View, present

_SAID = ("trace", "verdict", "reason", "comment")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """Who looks at the page, and in which language."""

    caller: Caller
    language: str


class Reception:
    """Knows readers and how fresh the figures are; it holds no reader's data, so that one serves all.

    Args:
        context: Gives out the agent over the latest published run.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.page = page_file()
        self.users: Gate | None = gate_of(context.settings)

    def reader(self, request: gr.Request) -> Reader:
        """Who sends a request, in the first of the page's languages that they accept.

        Where people sign in, their role is the users file's of now.

        Raises:
            gr.Error: Who was signed in has been taken out of the users file since.
        """
        language = self.page.language_for(request.headers.get("accept-language", "").split(","))
        settings = self.context.settings
        if self.users is None:
            return Reader(Caller(settings.caller, settings.role), language)
        name = request.username or ""
        role = self.users.role_of(name)
        if role is None:
            raise gr.Error(self.page.words[language].signed_out, print_exception=False)
        return Reader(Caller(name, role), language)

    def header(self, language: str, room: str) -> str:
        """Draw the head of the page as things are now."""
        try:
            return header_html(self._fresh(), language, room=room)
        except LeakageError as error:
            return header_html(None, language, self.trouble(error, language), room)

    def answer(self, question: str, earlier: Sequence[str], reader: Reader, conversation: str | None = None) -> Answer:
        """Ask the agent; what goes wrong is an answer too."""
        language = reader.language
        try:
            return self.context.ask(question, earlier, reader.caller, conversation)
        except LeakageError as error:
            said = self.trouble(error, language)
        except Exception:
            _log.exception("A question could not be answered.")
            said = self.page.words[language].unexpected
        return Answer(status="failed", answer=said, language=language, trace_id="")

    def judge(self, said: dict[str, Any], reader: Reader) -> str:
        """Keep what a reader says of an answer; return what went wrong, in the page's words, or nothing."""
        trace, verdict, reason, comment = (str(said.get(name) or "") for name in _SAID)
        try:
            self.context.judge(trace, verdict, reader.caller, reason or None, comment or None)
        except LeakageError as error:
            return " ".join((error.message, error.hint))
        return ""

    def opine(self, incident: str, opinion: str, reader: Reader) -> str:
        """Keep what a reader says of an incident; return what went wrong, in the page's words, or nothing."""
        who = Who(reader.caller.user, reader.caller.role)
        try:
            say(self.context.settings, incident, opinion, who)
        except LeakageError as error:
            return self.trouble(error, reader.language)
        return ""

    def view(self, answer: Answer) -> View:
        """Lay an answer out."""
        return present(answer, self.context.model, self.page.limits, self.context.settings.zone)

    def trouble(self, error: LeakageError, language: str) -> str:
        """Say in the page's words what is the matter."""
        reason = " ".join(part for part in (error.message, error.hint) if part)
        return self.page.words[language].trouble.format(reason=reason)

    def _fresh(self) -> Freshness:
        settings = self.context.settings
        with self.context.current() as current:
            clock = current.agent.knowledge.clock
            now = datetime.now(settings.zone).date()
            last, most = self.context.last_run(), settings.brief_most_days_old
            return freshness(clock.today, clock.complete, current.run, last, settings.zone, now, most)


def address_of(request: gr.Request) -> dict[str, list[str]]:
    """What the page's address says after the question mark."""
    return parse_qs(urlsplit(str(request.headers.get("referer", ""))).query)

"""What the page says and how much it takes: `page/page.yml`, read strictly."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import yaml

from agent.metric_view import Strict

PAGE = files("ui") / "page"
DEFAULT_LANGUAGE = "en"


class Limits(Strict):
    """How much is shown and how much is taken at once."""

    rows_shown: int
    bars_shown: int
    lines_shown: int
    parts_shown: int
    at_once: int
    waiting: int
    refresh_seconds: float
    turns_kept: int
    talks_shown: int
    runs_shown: int
    briefings_shown: int


class Starter(Strict):
    """A question to start with; one with a role is offered to that role alone."""

    en: str
    es: str
    role: str | None = None

    def said(self, language: str) -> str:
        """Return it in a language of the page."""
        return str(getattr(self, language))


class StarterGroup(Strict):
    """Starters under one heading."""

    title: dict[str, str]
    questions: tuple[Starter, ...]


class BriefingWords(Strict):
    """What the briefing's room says."""

    audience: str
    choose: str
    send: str
    no_channel: str
    became: dict[str, str]
    channels: dict[str, str]
    earlier: str
    sent_at: str
    none_sent: str
    as_sent: str
    now: str


class DataWords(Strict):
    """What the data's room says."""

    quality: str
    met: str
    runs: str
    tables: str
    table: str
    reason: str
    action: str
    actions: dict[str, str]
    failed: str
    checked: str
    moment: str
    kind: str
    kinds: dict[str, str]
    status: str
    statuses: dict[str, str]
    seconds: str
    message: str
    about: str
    rows: str


class Words(Strict):
    """Everything that the page itself says in one language."""

    product: str
    tagline: str
    signed_out: str
    rooms_label: str
    rooms: dict[str, str]
    room_briefing: BriefingWords
    room_data: DataWords
    starters: str
    ask: str
    placeholder: str
    send: str
    asked: str
    opening: str
    working: str
    conversation: str
    data: str
    data_through: str
    complete: str
    so_far: str
    run: str
    built: str
    failed_run: str
    stale: str
    chart_more: str
    chart_says: str
    table_more: str
    no_values: str
    how: str
    reading: str
    words_read: str
    definitions: str
    kinds: dict[str, str]
    plan_parts: dict[str, str]
    meanings: dict[str, str]
    copy_answer: str
    copied: str
    csv: str
    new_talk: str
    talks: str
    asked_at: str
    not_yours: str
    did_you_mean: str
    rest: str
    sql: str
    plan: str
    plan_full: str
    rows: str
    not_run: str
    took: str
    next: str
    status: dict[str, str]
    label: dict[str, str]
    label_means: dict[str, str]
    trouble: str
    unexpected: str


class PageFile(Strict):
    """The whole file."""

    limits: Limits
    opening: dict[str, str]
    rooms: dict[str, str]
    starters: tuple[StarterGroup, ...]
    words: dict[str, Words]

    def language_for(self, accepted: Iterable[str]) -> str:
        """Return the first language of the page among those that a reader accepts, best first."""
        wanted = (tag.split(";")[0].strip().split("-")[0].lower() for tag in accepted)
        return next((language for language in wanted if language in self.words), DEFAULT_LANGUAGE)

    def title_of(self, questions: Sequence[str]) -> str:
        """Return what a conversation is called: its first question that the page did not ask by itself."""
        own = (question for question in questions if question not in self.opening.values())
        return next(own, questions[0])

    def starters_for(self, role: str, language: str) -> list[tuple[str, list[str]]]:
        """Return the headings and the questions under each that a role is offered."""
        offered = (
            (group.title[language], [one.said(language) for one in group.questions if one.role in (None, role)])
            for group in self.starters
        )
        return [(title, questions) for title, questions in offered if questions]


@cache
def page_file() -> PageFile:
    """Return the packaged file."""
    return PageFile.model_validate(yaml.safe_load((PAGE / "page.yml").read_text()))

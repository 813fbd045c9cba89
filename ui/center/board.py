"""The board: which questions it asks for what a reader chose, and the answers as they are shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from agent.knowledge import Knowledge
from agent.metric_view import Strict
from agent.model_file import Texts
from agent.numbers import write_date
from agent.reply import Answer
from ui.present import View

Ask = Callable[[str], Answer]
Present = Callable[[Answer], View]


class ViewFile(Strict):
    """One view of the board: its question, and what is shown beside the sentence; no columns named: all of them."""

    title: Texts
    ask: Texts
    show: tuple[Literal["chart", "table"], ...] = ()
    columns: tuple[str, ...] = ()
    wide: bool = False
    role: str | None = None


class Words(Strict):
    """The board's own words in one language."""

    title: str
    lead: str
    journey: str
    every_journey: str
    any_journey: str
    day: str
    choose: str
    of: str
    when: str
    until: str
    ask_on: str
    left_out: str


class CenterFile(Strict):
    """The whole file."""

    filtered_by: str
    trend_days: int
    views: dict[str, ViewFile]
    words: dict[str, Words]


@cache
def center_file() -> CenterFile:
    """Return the packaged file."""
    return CenterFile.model_validate(yaml.safe_load((files("ui") / "center" / "center.yml").read_text()))


@dataclass(frozen=True)
class Chosen:
    """What a reader chose to see: a journey (None: every one) and a day (None: the last complete one)."""

    journey: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Card:
    """A view as it is shown."""

    name: str
    title: str
    question: str
    view: View
    wide: bool


@dataclass(frozen=True)
class Board:
    """The whole board: what can be chosen, what was, and the cards."""

    chosen: Chosen
    journeys: tuple[tuple[str, str], ...]
    first: date
    last: date
    cards: tuple[Card, ...]


def chosen_from(query: dict[str, list[str]], knowledge: Knowledge) -> Chosen:
    """What an address asks for; what it says that the data do not have is left out."""
    journey, day = (query.get(name, [""])[0] for name in ("journey", "day"))
    known = {value for value, _ in journeys_of(knowledge, "en")}
    try:
        wanted: date | None = date.fromisoformat(day)
    except ValueError:
        wanted = None
    clock = knowledge.clock
    within = wanted if wanted and clock.first <= wanted <= clock.today else None
    return Chosen(journey if journey in known else None, within)


def journeys_of(knowledge: Knowledge, language: str) -> list[tuple[str, str]]:
    """Each journey of the data with what people call it."""
    dimension = center_file().filtered_by
    values = sorted(map(str, knowledge.values.get(dimension, ())))
    return [(value, knowledge.model.value_label(dimension, value, language)) for value in values]


def questions(chosen: Chosen, knowledge: Knowledge, language: str, role: str) -> Iterator[tuple[str, str]]:
    """The name of each view that a role is shown, with its question."""
    file, words = center_file(), center_file().words[language]
    day = chosen.day or knowledge.clock.complete
    journey = dict(journeys_of(knowledge, language)).get(chosen.journey or "", "")
    start = max(knowledge.clock.first, day - timedelta(file.trend_days - 1))
    said = {"day": write_date(day, language), "first": start, "last": day, "journey": journey}
    filled = {
        "of": words.of.format(**said) if journey else "",
        "when": words.when.format(**said) if chosen.day else "",
        "until": words.until.format(**said),
        "journey": journey or words.any_journey,
    }
    for name, view in file.views.items():
        if view.role in (None, role):
            yield name, view.ask[language].format(**filled)


def board(ask: Ask, present: Present, chosen: Chosen, knowledge: Knowledge, language: str, role: str) -> Board:
    """Ask every view's question and lay the answers out.

    Args:
        ask: Asks the agent, as the reader.
        present: Lays an answer out.
        chosen: What the reader chose.
        knowledge: What the data have: journeys and days.
        language: The reader's language.
        role: The reader's role.
    """
    cards = tuple(
        _card(name, question, ask(question), present, language)
        for name, question in questions(chosen, knowledge, language, role)
    )
    clock = knowledge.clock
    return Board(chosen, tuple(journeys_of(knowledge, language)), clock.first, clock.today, cards)


def _card(name: str, question: str, answer: Answer, present: Present, language: str) -> Card:
    file = center_file().views[name]
    view = present(answer.narrowed(file.columns))
    shown = replace(
        view,
        chart=view.chart if "chart" in file.show else None,
        table=view.table if "table" in file.show else None,
    )
    return Card(name, file.title[language], question, shown, file.wide)

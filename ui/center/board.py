"""The board: which questions it asks for what a reader chose, and the answers as they are shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from agent.briefing.compose import parted
from agent.knowledge import Knowledge
from agent.numbers import write_date
from agent.reply import Answer
from ui.center.center_file import SliderFile, ViewFile, center_file
from ui.center.entries import Entry, entries_of
from ui.center.tiles import Tile, tiles_of
from ui.present import View
from ui.tables import Writer

Ask = Callable[[str], Answer]
Present = Callable[[Answer], View]


@dataclass(frozen=True)
class Chosen:
    """What a reader chose to see: a journey (None: every one), a day (None: the last complete one), and a rate."""

    journey: str | None = None
    day: date | None = None
    rate: str = ""


@dataclass(frozen=True)
class Slid:
    """A slider as it stands."""

    file: SliderFile
    at: int


@dataclass(frozen=True)
class Card:
    """A view as it is shown; ``asks`` holds the question that each tile asks on with."""

    name: str
    title: str
    question: str
    view: View
    wide: bool
    tiles: tuple[Tile, ...] = ()
    asks: Mapping[str, str] | None = None
    entries: tuple[Entry, ...] = ()
    slid: Slid | None = None
    left_out: int = 0


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
    said = _said(chosen, knowledge, language)
    for name, view in center_file().views.items():
        if view.role in (None, role):
            rate = {"rate": view.slider.held(chosen.rate)} if view.slider else {}
            yield name, view.ask[language].format(**said, **rate)


def _said(chosen: Chosen, knowledge: Knowledge, language: str) -> dict[str, str]:
    """What stands for a reader's choice in the questions."""
    file, words = center_file(), center_file().words[language]
    day = chosen.day or knowledge.clock.complete
    journey = dict(journeys_of(knowledge, language)).get(chosen.journey or "", "")
    start = max(knowledge.clock.first, day - timedelta(file.trend_days - 1))
    said = {"day": write_date(day, language), "first": start, "last": day, "journey": journey}
    return {
        "of": words.of.format(**said) if journey else "",
        "when": words.when.format(**said) if chosen.day else "",
        "until": words.until.format(**said),
        "journey": journey or words.any_journey,
    }


@dataclass(frozen=True)
class Desk:
    """Lays the answers of a board out, for one reader.

    Attributes:
        present: Lays an answer out for itself.
        knowledge: What the data have: journeys and days.
        language: The reader's language.
        role: The reader's role.
        zone: The business time zone.
    """

    present: Present
    knowledge: Knowledge
    language: str
    role: str
    zone: ZoneInfo

    def board(self, ask: Ask, chosen: Chosen) -> Board:
        """Ask every view's question and lay the answers out.

        Args:
            ask: Asks the agent, as the reader.
            chosen: What the reader chose.
        """
        asked = dict(questions(chosen, self.knowledge, self.language, self.role))
        answers = {name: ask(question) for name, question in asked.items()}
        cards = tuple(self._card(name, asked[name], answers, chosen) for name in asked)
        clock = self.knowledge.clock
        return Board(chosen, tuple(journeys_of(self.knowledge, self.language)), clock.first, clock.today, cards)

    def card(self, name: str, ask: Ask, chosen: Chosen) -> Card:
        """Ask one view's question and lay its answer out."""
        question = dict(questions(chosen, self.knowledge, self.language, self.role))[name]
        return self._card(name, question, {name: ask(question)}, chosen)

    def _card(self, name: str, question: str, answers: Mapping[str, Answer], chosen: Chosen) -> Card:
        file, answer = center_file().views[name], answers[name]
        say = Writer(self.knowledge.model, answer.language, self.zone)
        narrowed, shown = answer.narrowed(file.columns), self._shown(file, answer)
        tiles = tuple(tiles_of(answer, answers.get(file.tiles.course), file.tiles, say)) if file.tiles else ()
        return Card(
            name,
            file.title[self.language],
            question,
            shown,
            file.wide,
            tiles=tiles,
            asks=self._asks(file, tiles, chosen),
            entries=tuple(entries_of(narrowed, self.role, say)) if file.entries else (),
            slid=Slid(file.slider, file.slider.held(chosen.rate)) if file.slider else None,
            left_out=len(answer.spikes) - len(shown.incidents) if shown.incidents else 0,
        )

    def _shown(self, file: ViewFile, answer: Answer) -> View:
        said = parted(answer.answer)[0] if file.first_sentence else answer.answer
        view = self.present(answer.narrowed(file.columns).model_copy(update={"answer": said}))
        return replace(
            view,
            chart=view.chart if "chart" in file.show else None,
            table=view.table if "table" in file.show else None,
            incidents=view.incidents[: center_file().incidents_shown] if "incidents" in file.show else (),
        )

    def _asks(self, file: ViewFile, tiles: tuple[Tile, ...], chosen: Chosen) -> dict[str, str] | None:
        """The question of each tile."""
        if file.tiles is None:
            return None
        said = _said(chosen, self.knowledge, self.language)
        return {tile.name: file.tiles.ask[self.language].format(**said, name=tile.name) for tile in tiles}

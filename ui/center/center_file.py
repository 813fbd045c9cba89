"""What the command center asks and says: `center.yml`, read strictly."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from agent.metric_view import Strict
from agent.model_file import Texts
from pipeline.action_rules import State

Field = Literal["owner", "due", "since", "reason"]
Part = Literal["chart", "table", "incidents"]


class TilesFile(Strict):
    """A tile for each row of a view: its figure, what stands beside it, and its course in another view's answer."""

    figure: str
    beside: tuple[str, ...]
    course: str
    ask: Texts


class SliderFile(Strict):
    """A number in a view's question that a reader slides, in percent: ``{rate}`` in the question."""

    least: int
    most: int
    step: int
    start: int

    def held(self, wanted: str) -> int:
        """The number that somebody wants, within the slider's ends; where it is none, the one it starts at."""
        return min(max(int(wanted), self.least), self.most) if wanted.isdecimal() else self.start


class ViewFile(Strict):
    """One view of the board: its question, and what is shown beside what it says; no columns named: all of them."""

    title: Texts
    ask: Texts
    show: tuple[Part, ...] = ()
    columns: tuple[str, ...] = ()
    wide: bool = False
    first_sentence: bool = False
    role: str | None = None
    tiles: TilesFile | None = None
    slider: SliderFile | None = None
    entries: bool = False


class MoveFile(Strict):
    """What may become of an action: what its button says, what must be told, and the sentence that says it all."""

    label: Texts
    fields: tuple[Field, ...]
    say: Texts


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
    rate: str
    decide: str
    fields: dict[Field, str]
    propose: str
    course: str


class CenterFile(Strict):
    """The whole file."""

    filtered_by: str
    trend_days: int
    incidents_shown: int
    views: dict[str, ViewFile]
    moves: dict[State, MoveFile]
    words: dict[str, Words]


@cache
def center_file() -> CenterFile:
    """Return the packaged file."""
    return CenterFile.model_validate(yaml.safe_load((files("ui") / "center" / "center.yml").read_text()))

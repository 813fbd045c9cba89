"""What a briefing asks, for whom: the shape of ``briefing.yml``, read strictly."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from agent.metric_view import Strict
from agent.model_file import Texts
from agent.strict_yaml import read_yaml
from pipeline.errors import BriefingError, did_you_mean

Show = Literal["text", "table", "bars"]


class Question(Strict):
    """A section: what is asked, and how the answer is shown."""

    title: Texts
    ask: Texts
    show: Show = "text"
    rows: int = Field(default=5, gt=0, description="How many rows of the table, or bars, are shown at most.")
    columns: tuple[str, ...] = Field(default=(), description="The columns of the table; none named: all of them.")
    when: Literal["always", "incident"] = "always"


class Audience(Strict):
    """Who reads a briefing: what it is called, and its sections in their order."""

    name: Texts
    sections: tuple[str, ...]


class Words(Strict):
    """The words around the answers, in one language."""

    subject: str
    none: str
    quiet: str
    part_of_day: str
    footnotes: str
    footnote: str
    more: str
    made: str
    open: str


class Outline(Strict):
    """The whole file."""

    lead: str
    counts: str = Field(description="What the leading answer counts: a day is quiet when it says that there are none.")
    audiences: dict[str, Audience]
    sections: dict[str, Question]
    words: dict[str, Words]

    def audience(self, name: str) -> Audience:
        """An audience by its name.

        Raises:
            BriefingError: There is no such audience.
        """
        if name not in self.audiences:
            hint = did_you_mean(name, self.audiences) or f"There are {', '.join(self.audiences)}."
            raise BriefingError(f"there is no audience '{name}'.", hint)
        return self.audiences[name]

    def words_in(self, language: str) -> Words:
        """The words around the answers in a language.

        Raises:
            BriefingError: Briefings are not written in it.
        """
        if language not in self.words:
            raise BriefingError(f"briefings are not written in '{language}'.", f"There are {', '.join(self.words)}.")
        return self.words[language]


def read_outline(path: Path | None = None) -> Outline:
    """Read an outline; without a path, the packaged one.

    Raises:
        BriefingError: A key is unknown, or a section is named that is not there; the message says which.
    """
    return _packaged() if path is None else _read(path)


@cache
def _packaged() -> Outline:
    with as_file(files("agent") / "briefing" / "briefing.yml") as path:
        return _read(path)


def _read(path: Path) -> Outline:
    try:
        outline = Outline.model_validate(read_yaml(path))
    except ValidationError as invalid:
        first = invalid.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BriefingError(f"{path}: '{place}': {first['msg'].removeprefix('Value error, ')}.") from None
    for slip in _slips(outline):
        raise BriefingError(f"{path}: {slip}")
    return outline


def _slips(outline: Outline) -> Iterator[str]:
    named = {(f"audiences.{name}", one) for name, who in outline.audiences.items() for one in who.sections}
    for place, section in sorted({*named, ("lead", outline.lead)}):
        if section not in outline.sections:
            yield f"{place}: there is no section '{section}'. {did_you_mean(section, outline.sections)}".strip()
    for name, question in outline.sections.items():
        for language in outline.words.keys() - (question.ask.keys() & question.title.keys()):
            yield f"sections.{name} has no title or question in '{language}'."

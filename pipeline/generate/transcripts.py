"""What was said in calls: short texts in two languages that agree with what happened and how the caller felt."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from pydantic import BaseModel, ConfigDict

from pipeline.errors import GenerateError
from pipeline.generate.portions import Floats, Ints

PHRASES = files("pipeline.generate") / "phrases.yml"
Lines = dict[str, tuple[str, ...]]


class Feeling(BaseModel):
    """How people who feel so speak."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    below: float
    words: Lines


class Phrases(BaseModel):
    """The phrases of which transcripts are made; what each list is for stands in ``phrases.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: str
    greetings: Lines
    problems: dict[str, Lines]
    feelings: tuple[Feeling, ...]
    requests: Lines


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """Read the phrases."""
    return Phrases(**yaml.safe_load(PHRASES.read_text()))


@dataclass(frozen=True)
class _Pool:
    """Phrases of many kinds under each other: drawing one is a matter of numbers."""

    phrases: pa.Array
    first: Ints
    count: Ints

    @classmethod
    def of(cls, kinds: list[tuple[str, ...]]) -> "_Pool":
        count = np.array([len(kind) for kind in kinds])
        return cls(pa.array([phrase for kind in kinds for phrase in kind]), np.cumsum(count) - count, count)

    def draw(self, kind: Ints, rng: np.random.Generator) -> pa.Array:
        row = self.first[kind] + (rng.random(len(kind)) * self.count[kind]).astype(np.int64)
        return self.phrases.take(pa.array(row))


@dataclass(frozen=True)
class Transcriber:
    """Writes transcripts.

    Attributes:
        languages: The languages of calls; numbers stand for positions in them.
        topics: What callers can speak of; numbers stand for positions in them.
    """

    languages: tuple[str, ...]
    topics: tuple[str, ...]

    def __post_init__(self) -> None:
        silent = sorted(set(self.topics) - set(load_phrases().problems))
        if silent:
            raise GenerateError(f"phrases.yml has no words for {', '.join(silent)}.", "Add them under 'problems'.")

    def write(self, language: Ints, topic: Ints, feeling: Floats, rng: np.random.Generator) -> pa.Array:
        """Return a transcript for each call."""
        pools = self._pools
        limits = [mood.below for mood in load_phrases().feelings]
        mood = np.minimum(np.searchsorted(limits, feeling, side="right"), len(limits) - 1)
        count = len(self.languages)
        parts = [
            pools["greetings"].draw(language, rng),
            pools["problems"].draw(topic * count + language, rng),
            pools["feelings"].draw(mood * count + language, rng),
            pools["requests"].draw(language, rng),
        ]
        return pc.binary_join_element_wise(*parts, " ")

    @cached_property
    def _pools(self) -> dict[str, _Pool]:
        phrases = load_phrases()
        return {
            "greetings": self._pool([phrases.greetings]),
            "problems": self._pool([phrases.problems[topic] for topic in self.topics]),
            "feelings": self._pool([feeling.words for feeling in phrases.feelings]),
            "requests": self._pool([phrases.requests]),
        }

    def _pool(self, kinds: list[Lines]) -> _Pool:
        default = load_phrases().default
        return _Pool.of([lines.get(language, lines[default]) for lines in kinds for language in self.languages])

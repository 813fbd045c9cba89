"""Languages: how a question is cut into words and brought to their stems, and the phrases that every trade shares."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import snowballstemmer  # type: ignore[import-untyped]
import yaml
from pydantic import TypeAdapter

from agent.metric_view import Strict
from agent.model_file import Clause, Phrases

_WORD = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:[.,]\d+)*|[^\W\d_]+|\{\w+\}")
_FOLDER = files("agent") / "words"


class Language(Strict):
    """One file of ``words``."""

    name: str
    stemmer: str
    marks: frozenset[str]
    filler: str
    order: Phrases
    superlatives: dict[str, str]
    without: tuple[str, ...]
    grains: Phrases
    compare: Phrases
    times: Phrases
    numbers: dict[str, int]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    write: dict[str, str]
    say: dict[str, tuple[Clause, ...]]
    reasons: dict[str, str]


@dataclass(frozen=True)
class Token:
    """One word of a question: as written, folded (lower case, no accents), and its stem."""

    text: str
    folded: str
    stem: str


@cache
def languages() -> dict[str, Language]:
    """Every language by its code; the first is the default."""
    found = {entry.name.removesuffix(".yml"): entry for entry in _FOLDER.iterdir() if entry.name.endswith(".yml")}
    read = TypeAdapter(Language).validate_python
    return {code: read(yaml.safe_load(found[code].read_text())) for code in sorted(found)}


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Cut a text into words, numbers, ISO dates and ``{slots}``."""
    words = _WORD.findall(text)
    return tuple(Token(word, folded := fold(word), _stem(folded, language)) for word in words)


def fold(word: str) -> str:
    """Lower case, without accents."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def language_of(question: str, earlier: Sequence[str] = ()) -> str:
    """The language that a question is in, by its little words; a question without any follows the one before it."""
    words = {fold(word) for word in _WORD.findall(question)}
    marked = {code: len(words & _little_words(code)) for code in languages()}
    best = max(marked, key=lambda code: marked[code])
    if earlier and min(marked.values()) == marked[best]:
        return language_of(earlier[-1], earlier[:-1])
    return best


@cache
def _little_words(language: str) -> frozenset[str]:
    words = languages()[language]
    return frozenset(fold(word) for word in (*words.marks, *words.filler.split()))


@cache
def _stem(folded: str, language: str) -> str:
    if not folded.isalpha():
        return folded
    return str(_stemmer(languages()[language].stemmer).stemWord(folded))


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)

"""Languages: how a question is cut into words and brought to their stems, and the phrases that every trade shares."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

import snowballstemmer  # type: ignore[import-untyped]
import yaml
from pydantic import Field, TypeAdapter

from agent.metric_view import Strict
from agent.model_file import Clause, Phrases
from agent.spelling import COMMON, how_common
from pipeline.action_rules import State

_WORD = re.compile(
    r"\d{4}-\d{2}-\d{2}"  #                          2026-11-20
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\d)"  #        11/20, 11/20/2026
    r"|\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?"  #        9am, 5:30 pm
    r"|\d+(?:st|nd|rd|th)\b"  #                      3rd
    r"|(?:(?<!\S)[-−])?[$€]?\d+(?:[.,]\d+)*\s?(?:%|(?:percent|por\sciento|k|m|mil|thousand|million|millones)\b)?"
    r"|[<>]=?|[≥≤≠%]"
    r"|!?[^\W\d_]+"
    r"|\{\w+\}",
    re.IGNORECASE,
)
_FOLDER = files("agent") / "words"


class Deciding(Strict):
    """How people decide about actions in a language, and what is said to it; see ``words/en.decide.yml``."""

    polite: tuple[str, ...]
    verbs: dict[State, tuple[str, ...]]
    passive: dict[State, tuple[str, ...]]
    action: tuple[str, ...]
    owner: tuple[str, ...]
    team: tuple[str, ...]
    due: tuple[str, ...]
    since: tuple[str, ...]
    share: tuple[str, ...]
    members: tuple[str, ...]
    reason: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    days: dict[str, int]
    units: dict[str, int]
    ahead: tuple[str, ...]
    next: tuple[str, ...]
    week_end: tuple[str, ...]
    next_week_end: tuple[str, ...]
    month_end: tuple[str, ...]
    states: dict[State, str]
    say: dict[str, str]
    answers: dict[str, str]


class Language(Strict):
    """What one language's files in ``words`` hold: how questions are put, and how answers are written."""

    name: str
    stemmer: str
    marks: frozenset[str]
    filler: str
    skip: str
    conjunctions: str
    than: str = Field(default="", description="Words that compare only next to what they compare with.")
    order: Phrases
    superlatives: dict[str, str]
    without: tuple[str, ...]
    alone: tuple[str, ...]
    together: tuple[str, ...]
    asks_whether: frozenset[str]
    asks_which: str
    asks_when: frozenset[str]
    each: tuple[str, ...]
    per: frozenset[str]
    each_one: frozenset[str]
    everything: tuple[str, ...]
    everyone: tuple[str, ...]
    add: tuple[str, ...]
    back: tuple[str, ...]
    count: tuple[str, ...]
    asides: tuple[str, ...]
    grains: Phrases
    compare: Phrases
    compare_with: tuple[str, ...]
    change: Phrases
    share: tuple[str, ...]
    mean: tuple[str, ...]
    thresholds: Phrases
    hours: Phrases
    age: str
    claims: Phrases
    carry: tuple[str, ...]
    pronouns: tuple[str, ...]
    define: tuple[str, ...]
    define_bare: tuple[str, ...]
    define_ends: tuple[str, ...]
    charts: Phrases
    singular: tuple[str, ...]
    times: Phrases
    numbers: dict[str, int]
    fractions: dict[str, Decimal] = Field(description="Words for a part of a whole, as percentages.")
    named_hours: dict[str, int]
    ordinals: dict[str, int]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    short: dict[str, str] = Field(description="What people write short on a phone, and the word that they mean.")
    shy: frozenset[str] = Field(description="Months and weekdays that are also other words: never on their own.")
    day_first: bool
    letters: str = Field(description="Letters and marks that tell the language apart.")
    shortest_stem: int = Field(gt=0, description="A shorter stem says too little: the word's own form counts.")
    write: dict[str, str]
    periods: dict[str, str]
    roles: dict[str, str]
    say: dict[str, tuple[Clause, ...]]
    causes: dict[str, str]
    reasons: dict[str, str]
    decide: Deciding


@dataclass(frozen=True)
class Token:
    """One word of a question: as written, folded (lower case, no accents), and its stem.

    ``link`` is what joins a number to the letters before it (``PAY-402``, ``M0012``); None for a word of its own.
    """

    text: str
    folded: str
    stem: str
    link: str | None = None


@cache
def languages() -> dict[str, Language]:
    """Every language by its code; the first is the default."""
    found: dict[str, dict[str, object]] = {}
    for entry in _FOLDER.iterdir():
        if entry.name.endswith(".yml"):
            found.setdefault(entry.name.partition(".")[0], {}).update(yaml.safe_load(entry.read_text("utf-8")))
    read = TypeAdapter(Language).validate_python
    return {code: read(found[code]) for code in sorted(found)}


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Cut a question into words, numbers and dates."""
    found = list(_WORD.finditer(text))
    links = [None, *(_link(text[one.end() - 1 : other.start() + 1]) for one, other in pairwise(found))]
    words = (one.group().strip().lstrip(EXACT) for one in found)
    return tuple(
        Token(word, folded := fold(word), _stem(folded, language), link)
        for word, link in zip(words, links, strict=False)
    )


def _link(between: str) -> str | None:
    """What joins a number to the letters before it, given the last letter, what follows and the first digit."""
    joined = between[0].isalpha() and between[-1].isdigit() and between[1:-1] in ("", "-", "_")
    return between[1:-1] if joined else None


def phrase_tokens(text: str, language: str) -> tuple[Token, ...]:
    """Cut a known phrase into words and ``{slots}``; a word behind ``!`` is meant in that very form."""
    words = (word.strip() for word in _WORD.findall(text))
    return tuple(
        Token(word, folded := fold(word), folded if word.startswith(EXACT) else _stem(folded, language))
        for word in words
    )


EXACT = "!"
"""Before a word of a phrase: this form of it, no other."""


def meant_in_full(token: Token, language: str) -> Token:
    """The word that is meant by one written short, or the token itself."""
    full = languages()[language].short.get(token.folded)
    return replace(token, folded=full, stem=_stem(full, language)) if full else token


def fold(word: str) -> str:
    """Lower case, without accents."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def language_of(
    question: str, earlier: Sequence[str] = (), own: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> str:
    """The language that a question is in, by its words; a question without any of its own follows the one before it.

    Args:
        question: As it was asked.
        earlier: The earlier questions of its talk, oldest first.
        own: The words of the model, by language, that no other language has.
    """
    words = {fold(word) for word in _WORD.findall(question)}
    marked = {
        code: _LITTLE * len(words & little) + len(words & own.get(code, frozenset())) + _letters(question, code)
        for code, little in _little_words().items()
    }
    best = max(marked, key=lambda code: marked[code])
    if min(marked.values()) < marked[best]:
        return best
    if earlier:
        return language_of(earlier[-1], earlier[-LOOKED_BACK:-1], own)
    return max(marked, key=lambda code: sum(how_common(word, code) > COMMON for word in words))


LOOKED_BACK = 20
"""How many earlier questions may tell the language of one that has no words of its own for it."""
_LITTLE = 2
"""A little word of a language tells as much as so many words of the trade."""


def _letters(question: str, language: str) -> int:
    return _LITTLE * len(set(languages()[language].letters) & set(question.lower()))


@cache
def _little_words() -> dict[str, frozenset[str]]:
    """Each language's words without a meaning of their own, those left out that others have too."""
    found = {
        code: frozenset(fold(word) for word in (*one.marks, *one.short, *one.filler.split()))
        for code, one in languages().items()
    }
    return own_words(found)


def _of_others(language: str, found: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(words for code, words in found.items() if code != language))


def own_words(found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Of each language's words, those that no other language has."""
    return {code: words - _of_others(code, found) for code, words in found.items()}


@cache
def _stem(folded: str, language: str) -> str:
    if not folded.isalpha():
        return folded
    stem = str(_stemmer(languages()[language].stemmer).stemWord(folded))
    return stem if len(stem) >= languages()[language].shortest_stem else folded


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)

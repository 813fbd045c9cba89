"""A lexicon: phrases that mean something, found in a question by their words' stems."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from agent.language import EXACT, Token, languages, meant_in_full, phrase_tokens
from agent.slots import SLOTS, WHEN, Slots
from agent.spelling import SHORTEST_SLIP, Spellings, is_a_word, meant_word

Kind = Literal[
    "intent", "define", "absent", "measure", "value", "group", "dimension", "term", "grain", "compare",
    "compare_with", "change", "share", "mean", "time", "threshold", "hours", "order", "without", "alone",
    "claim", "each", "everything", "everyone", "together", "private", "chart", "singular", "define_end",
    "define_bare", "count", "aside", "number", "back", "add", "carry", "pronoun", "unsettled", "topic",
    "filler",
]  # fmt: skip
"""What a phrase can be; where one can be two things, the kind that stands first here."""
RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(Kind.__args__)}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for; a weak meaning counts only where no stronger one of its kind is in the question.

    ``value``: of a dimension; of a measure, the first place that the phrase asks for at once ("the angriest").
    """

    kind: Kind
    name: str
    value: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Match:
    """A phrase found in a question: its length in tokens, its meaning, and what filled its slots."""

    length: int
    meaning: Meaning
    slots: Mapping[str, str] = field(default_factory=dict)
    inner: tuple["Match", ...] = ()


Fit = tuple[int, dict[str, str], tuple[Match, ...]]
"""Where a phrase ends in a question, what fills its slots, and the times within it."""


class Lexicon:
    """All phrases of one language, found by their first word's stem."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self.language = language
        self.words = languages()[language]
        others = tuple(words for code, words in languages().items() if code != language)
        self.slots = Slots(self.words, others)
        self._skip = frozenset(self.words.skip.split())
        self._starting: dict[str, dict[tuple[str, ...], list[Meaning]]] = defaultdict(dict)
        self._known: dict[str, str] = {}
        for phrase, meaning in phrases:
            self._add(phrase_tokens(phrase, language), meaning)

    def _add(self, phrase: tuple[Token, ...], meaning: Meaning) -> None:
        if not phrase:
            return
        key = tuple(token.stem for token in phrase)
        meanings = self._starting[key[0]].setdefault(key, [])
        if meaning not in meanings:
            meanings.append(meaning)
        self._known |= {token.folded: token.stem for token in phrase if token.folded.isalpha()}

    def matches(self, question: Sequence[Token]) -> list[list[Match]]:
        """Every phrase that a question has, by the position where it starts."""
        plain = [list(self._at(question, at, {})) for at in range(len(question))]
        whens = {at: [one for one in found if one.meaning.kind == "time"] for at, found in enumerate(plain)}
        return [[*plain[at], *self._at(question, at, whens)] for at in range(len(question))]

    def correct(self, token: Token) -> Token:
        """The known word that an unknown one is short or most likely a slip for, or the token itself."""
        full = meant_in_full(token, self.language)
        if full != token:
            return full
        if token.folded in self._known or not token.folded.isalpha() or len(token.folded) < SHORTEST_SLIP:
            return token
        if token.stem in self._starting or self.slots.of(token) or self._is_a_word(token):
            return token
        meant = meant_word(token.folded, self._spellings)
        return replace(token, folded=meant, stem=self._known[meant]) if meant else token

    def _is_a_word(self, token: Token) -> bool:
        """Whether any language's dictionary has a word, with its accents or without."""
        spelled = {token.folded, token.text.lower()}
        return any(is_a_word(one, code) for one in spelled for code in languages())

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings.of(self._known, self.language)

    def _at(self, question: Sequence[Token], at: int, whens: Mapping[int, list[Match]]) -> Iterator[Match]:
        """The phrases at a position: those without expressions of time in them, or given these, those with."""
        firsts = [
            question[at].stem,
            EXACT + question[at].folded,
            *self.slots.of(question[at]),
            *([WHEN] if whens else []),
        ]
        for first in firsts:
            for phrase, meanings in self._starting.get(first, {}).items():
                if (WHEN in phrase) != bool(whens):
                    continue
                for end, slots, inner in self._fit(phrase, question, at, whens):
                    yield from (Match(end - at, one, slots, inner) for one in meanings)

    def _fit(
        self, phrase: tuple[str, ...], question: Sequence[Token], at: int, whens: Mapping[int, list[Match]]
    ) -> Iterator[Fit]:
        """Every way that a phrase fits at a position: where it ends, what fills its slots, the times within it."""
        if not phrase:
            yield at, {}, ()
        elif at < len(question):
            wanted, rest = phrase[0], phrase[1:]
            if wanted != WHEN:
                yield from self._fit_word(phrase, question, at, whens)
                return
            for when in whens.get(at, ()):
                for end, slots, inner in self._fit(rest, question, at + when.length, whens):
                    yield end, slots, (when, *inner)
            if question[at].folded in self._skip:
                yield from self._fit(phrase, question, at + 1, whens)

    def _fit_word(
        self, phrase: tuple[str, ...], question: Sequence[Token], at: int, whens: Mapping[int, list[Match]]
    ) -> Iterator[Fit]:
        """The same where the phrase goes on with a word or a slot; little words in between are passed over."""
        wanted, rest, token = phrase[0], phrase[1:], question[at]
        filled = self.slots.of(token).get(wanted) if wanted in SLOTS else None
        if filled is not None or wanted in (token.stem, EXACT + token.folded):
            for end, slots, inner in self._fit(rest, question, at + 1, whens):
                own = {_unused(wanted.strip("{}"), slots): filled} if filled is not None else {}
                yield end, slots | own, inner
        elif token.folded in self._skip and wanted not in self._skip:
            yield from self._fit(phrase, question, at + 1, whens)


def _unused(name: str, slots: Mapping[str, str]) -> str:
    """A slot's name; the first of two of the same name is ``first_…``, since phrases are filled from their end."""
    return f"first_{name}" if name in slots else name

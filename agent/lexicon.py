"""The phrases that mean something: the language's own, the semantic model's, and the values learned from the data."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from agent.language import Language, Token, fold, languages, tokens
from agent.model import SemanticModel
from agent.model_file import Phrases
from pipeline.errors import SemanticError

Kind = Literal[
    "intent", "measure", "value", "dimension", "grain", "compare", "time", "order", "without", "topic", "filler"
]
RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(Kind.__args__)}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for; a weak meaning counts only where no stronger one of its kind is in the question."""

    kind: Kind
    name: str
    value: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Match:
    """A phrase found in a question: its length in tokens, its meaning, and what filled its slots."""

    length: int
    meaning: Meaning
    slots: Mapping[str, str]


class Lexicon:
    """All phrases of one language, found by their first word's stem."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self.language = language
        self.words = languages()[language]
        self._starting: dict[str, dict[tuple[str, ...], list[Meaning]]] = defaultdict(dict)
        self._known: dict[str, str] = {}
        for phrase, meaning in phrases:
            self._add(tokens(phrase, language), meaning)

    def _add(self, phrase: tuple[Token, ...], meaning: Meaning) -> None:
        if not phrase:
            return
        key = tuple(token.stem for token in phrase)
        meanings = self._starting[key[0]].setdefault(key, [])
        if meaning not in meanings:
            meanings.append(meaning)
        self._known |= {token.folded: token.stem for token in phrase if token.folded.isalpha()}

    def clashes(self) -> Iterator[str]:
        """Phrases that stand for two things of one kind; values may, since a plan's dimension decides."""
        for phrases in self._starting.values():
            for phrase, meanings in phrases.items():
                for kind in ("intent", "measure", "dimension"):
                    names = sorted({one.name for one in meanings if one.kind == kind and not one.weak})
                    if len(names) > 1:
                        yield f"'{' '.join(phrase)}' stands for the {kind}s {' and '.join(names)}"

    def matches(self, question: tuple[Token, ...], at: int) -> Iterator[Match]:
        """Every phrase that the question has at a position."""
        for first in (question[at].stem, *self._slots_of(question[at])):
            for phrase, meanings in self._starting.get(first, {}).items():
                slots = self._fit(phrase, question[at : at + len(phrase)])
                if slots is not None:
                    yield from (Match(len(phrase), meaning, slots) for meaning in meanings)

    def correct(self, token: Token) -> Token:
        """The known word that an unknown one is most likely a slip for, or the token itself."""
        if token.folded in self._known or not token.folded.isalpha() or len(token.folded) < MIN_CORRECTED:
            return token
        if token.stem in self._stems or self._slots_of(token):
            return token
        near = process.extractOne(
            token.folded, self._correctable, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LIKENESS
        )
        return Token(token.text, near[0], self._known[near[0]]) if near else token

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self._known.values())

    @cached_property
    def _correctable(self) -> list[str]:
        return [word for word in self._known if len(word) >= MIN_CORRECTED]

    def _fit(self, phrase: tuple[str, ...], said: tuple[Token, ...]) -> dict[str, str] | None:
        if len(said) < len(phrase):
            return None
        slots: dict[str, str] = {}
        for wanted, token in zip(phrase, said, strict=True):
            filled = self._slots_of(token).get(wanted)
            if filled is None and wanted != token.stem:
                return None
            if filled is not None:
                slots[wanted.strip("{}")] = filled
        return slots

    def _slots_of(self, token: Token) -> dict[str, str]:
        found = {"{n}": self._number(token), "{date}": token.text if token.text.count("-") == 2 else None}
        found["{month}"] = self._months.get(token.folded)
        found["{weekday}"] = self._weekdays.get(token.folded)
        return {slot: value for slot, value in found.items() if value is not None}

    def _number(self, token: Token) -> str | None:
        plain = token.folded.replace(",", "")
        return plain if plain.isdigit() else self._numbers.get(token.folded)

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {fold(word): str(number) for word, number in self.words.numbers.items()}

    @cached_property
    def _months(self) -> dict[str, str]:
        return {fold(month): str(place) for place, month in enumerate(self.words.months, 1)}

    @cached_property
    def _weekdays(self) -> dict[str, str]:
        return {fold(day): str(place) for place, day in enumerate(self.words.weekdays)}


MIN_CORRECTED = 5
"""Shorter words are too like each other to be corrected."""
LIKENESS = 0.78
"""How alike a slip and the word meant must be."""


def build_lexicon(language: str, model: SemanticModel, values: Mapping[str, tuple[str, ...]]) -> Lexicon:
    """Gather every phrase of a language.

    Args:
        language: A language code.
        model: The semantic model; its words in every language are known, since people mix them.
        values: The values of each dimension, learned from the data.

    Raises:
        SemanticError: One phrase stands for two measures, two dimensions or two intents.
    """
    lexicon = Lexicon(language, [*_model_phrases(model, values), *_language_phrases(languages()[language])])
    for clash in lexicon.clashes():
        raise SemanticError(f"{clash}.", "Give the phrase to one of them, or mark it weak on one.")
    return lexicon


def _model_phrases(model: SemanticModel, values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Meaning]]:
    for name, intent in model.intents.items():
        yield from _each(intent.words, Meaning("intent", name))
    for name, measure in model.measure.items():
        notes = model.about_measure(name)
        said = (measure.label, *measure.synonyms, name, *notes.label.values())
        yield from ((phrase, Meaning("measure", name)) for phrase in said)
        yield from _each(notes.words, Meaning("measure", name))
        yield from _each(notes.weak, Meaning("measure", name, weak=True))
    for name, dimension in model.dimension.items():
        about = model.about_dimension(name)
        said = (dimension.label, *dimension.synonyms, name, *about.label.values())
        yield from ((phrase, Meaning("dimension", name)) for phrase in said)
        yield from _each(about.words, Meaning("dimension", name))
        yield from _value_phrases(model, name, values.get(name, ()))
    yield from _each(model.notes.topic, Meaning("topic", ""))


def _value_phrases(model: SemanticModel, name: str, learned: tuple[str, ...]) -> Iterator[tuple[str, Meaning]]:
    for value in learned:
        meaning = Meaning("value", name, value)
        notes = model.about_dimension(name).values.get(value)
        yield value, meaning
        if notes:
            yield from ((label, meaning) for label in notes.label.values())
            yield from _each(notes.words, meaning)


def _language_phrases(words: Language) -> Iterator[tuple[str, Meaning]]:
    groups: dict[Kind, Phrases] = {
        "order": words.order,
        "grain": words.grains,
        "compare": words.compare,
        "time": words.times,
        "without": {"without": words.without},
        "filler": {"filler": tuple(words.filler.split())},
    }
    for kind, group in groups.items():
        for name, phrases in group.items():
            yield from ((phrase, Meaning(kind, name)) for phrase in phrases)


def _each(phrases: Phrases, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    yield from ((phrase, meaning) for some in phrases.values() for phrase in some)

"""Which slices a question names: what it keeps, what it leaves out, and what it groups by."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from agent.amounts import dimension_ranges, hour_filters, intent_amounts
from agent.knowledge import Knowledge
from agent.language import Language, fold
from agent.lexicon import Match
from agent.plan import Filter
from agent.read import EMPTY_KINDS, Reading, Span, read_question

_BETWEEN = (*EMPTY_KINDS, "without")
_FILLERS_PASSED = 2
_LISTED = ("filler", "dimension", "number")


@dataclass(frozen=True)
class Slices:
    """The filters and dimensions of one reading."""

    reading: Reading
    knowledge: Knowledge

    @cached_property
    def words(self) -> Language:
        """The words of the question's language."""
        return self.knowledge.lexicon(self.reading.language).words

    @cached_property
    def conjunctions(self) -> frozenset[str]:
        """Words that list things: "and", "or"."""
        return frozenset(self.words.conjunctions.split())

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Which rows count."""
        return (
            *self._values(),
            *hour_filters(self.reading, self.knowledge.model),
            *intent_amounts(self.reading, self.knowledge.model),
            *self._ranges,
        )

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """What to group by: dimensions that are named on their own, and those with several values side by side."""
        named = [match.meaning.name for span in self.reading.spans if (match := self._grouping(span))]
        summed = bool(self.reading.of("together"))
        summed_up = {span.meaning.name for span in self.reading.of("group") if not self._after_each_of(span)}
        compared = [
            one.dimension
            for one in self.filters
            if one.keep and len(one.values) > 1 and not summed and one.dimension not in summed_up
        ]
        return tuple(dict.fromkeys([*named, *compared]))

    @cached_property
    def grouped(self) -> tuple[Span, ...]:
        """The words that name a dimension to group by."""
        return tuple(span for span in self.reading.spans if self._grouping(span))

    def _values(self) -> tuple[Filter, ...]:
        """The values that are named, and the dimensions that are to have none."""
        mentioned = self._mentioned
        found: dict[tuple[str, bool], list[str]] = {}
        for place, span in enumerate(self.reading.spans):
            if span.meaning.kind == "value" and not self._each_of(span):
                meaning = _dimension_mentioned(span, mentioned).meaning
                kept = not self.negated(place)
                found.setdefault((meaning.name, kept), []).append(meaning.value)
        for span in self.reading.of("group"):
            key = (span.meaning.name, not self.negated(self.reading.spans.index(span)))
            if not set(found.get(key, ())) & set(self._grouped_values(span)):
                found.setdefault(key, []).extend(self._grouped_values(span))
        missing = (Filter(dimension=name, keep=False) for name in self._missing)
        named = (
            Filter(dimension=name, values=tuple(dict.fromkeys(values)), keep=keep)
            for (name, keep), values in found.items()
        )
        return (*named, *missing)

    def _grouped_values(self, span: Span) -> tuple[str, ...]:
        return self.knowledge.model.about_dimension(span.meaning.name).groups[span.meaning.value].values

    @cached_property
    def _missing(self) -> list[str]:
        """The dimensions that are to be without a value: "no error code"."""
        pairs = pairwise(self._telling)
        return [
            after.meaning.name
            for before, after in pairs
            if before.meaning.kind == "without" and after.meaning.kind == "dimension" and not self._names_a_value(after)
        ]

    @cached_property
    def _mentioned(self) -> set[str]:
        """The dimensions that values are likely to be of: those named, and those that another value can only be of."""
        values = [
            [one.meaning.name for one in span.matches if one.meaning.kind == "value"]
            for span in self.reading.of("value")
        ]
        named = {match.meaning.name for span in self.reading.spans if (match := span.as_kind("dimension"))}
        return named | {names[0] for names in values if len(set(names)) == 1}

    def negated(self, place: int) -> bool:
        """Whether "without" stands before a value, or before the values that it is listed with."""
        passed = {*self.conjunctions, *self.words.skip.split()}
        linked, fillers = False, 0
        for at in range(place - 1, -1, -1):
            span = self.reading.spans[at]
            if span.meaning.kind == "without":
                return not (at == 0 and span.as_kind("carry"))
            text = fold(span.text)
            linked = linked or text in self.conjunctions
            fillers += span.meaning.kind == "filler" and text not in passed
            between = (
                span.meaning.kind in ("filler", "topic", "dimension") and fillers <= _FILLERS_PASSED
            ) or text in passed
            if not (between or (span.meaning.kind == "value" and linked)):
                return False
        return False

    def _age(self) -> str | None:
        """The dimension of ages, by the language's own word for it."""
        lexicon = self.knowledge.lexicon(self.reading.language)
        said = read_question(lexicon.words.age, lexicon).can_be("dimension")
        match = said[0].as_kind("dimension") if said else None
        return match.meaning.name if match else None

    def _grouping(self, span: Span) -> Match | None:
        match = span.as_kind("dimension")
        if match is None or self._names_a_value(span):
            return None
        if span.meaning.kind != "dimension" and not self._each_of(span):
            return None
        if match.meaning.name in {one.dimension for one in self._ranges}:
            return None
        spread = () if self._unrestricted or self.reading.of("everyone") else self.all_of
        return None if match.meaning.name in (*self._missing, *spread) else match

    def _each_of(self, span: Span) -> bool:
        """Whether a word that may be a value stands where a dimension must: "by tenure"."""
        return span.as_kind("dimension") is not None and self._after_each_of(span)

    @cached_property
    def all_of(self) -> tuple[str, ...]:
        """The dimensions that every value counts of: "across all journeys"; for "everyone", of all."""
        if self._unrestricted:
            return tuple(self.knowledge.model.dimension)
        if self.reading.of("everyone"):
            model = self.knowledge.model
            return tuple(name for name in model.dimension if model.about_dimension(name).of_persons)
        return tuple(
            match.meaning.name
            for before, after in pairwise(self._telling)
            if before.meaning.kind == "everything" and (match := after.as_kind("dimension"))
        )

    @property
    def _unrestricted(self) -> bool:
        """Whether it is about all there is: "for all", with nothing behind it."""
        return any(span.meaning.kind == "everything" for span in self._telling[-1:])

    def _names_a_value(self, span: Span) -> bool:
        """Whether a dimension's word only says what its neighbour is: "the segment MAPD New", "the billing journey"."""
        place = self.reading.spans.index(span)
        if self._after_each(place):
            return False
        return any(
            match.meaning.kind in ("value", "group") and match.meaning.name == span.meaning.name
            for one in self._neighbours(place)
            for match in one.matches
        )

    def _neighbours(self, place: int) -> list[Span]:
        """The nearest words on either side that mean something by themselves."""
        spans = self.reading.spans
        sides = (reversed(spans[:place]), spans[place + 1 :])
        near = (next((one for one in side if one.meaning.kind not in _BETWEEN), None) for side in sides)
        return [one for one in near if one]

    def _after_each_of(self, span: Span) -> bool:
        return self._after_each(self.reading.spans.index(span))

    def _after_each(self, place: int) -> bool:
        """Whether "by" stands before a word, or before the dimensions that it is listed with."""
        for span in reversed(self.reading.spans[:place]):
            if span.as_kind("each"):
                return True
            if span.meaning.kind not in _LISTED and fold(span.text) not in self.conjunctions:
                return False
        return False

    @cached_property
    def _ranges(self) -> tuple[Filter, ...]:
        if not self.reading.of("threshold"):
            return ()
        return dimension_ranges(self.reading, self.knowledge.model, self._age())

    @cached_property
    def _telling(self) -> list[Span]:
        """The words that mean something, little ones left out."""
        return [span for span in self.reading.spans if span.meaning.kind not in ("filler", "topic", "aside")]


def _dimension_mentioned(span: Span, mentioned: set[str]) -> Match:
    """Of the dimensions that have such a value, the one that the question names, else the likeliest."""
    values = [match for match in span.matches if match.meaning.kind == "value"]
    return next((match for match in values if match.meaning.name in mentioned), values[0])

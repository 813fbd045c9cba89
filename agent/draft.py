"""What a question says of its plan: the meanings of its words, put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from sqlglot import exp

from agent.amounts import dimension_ranges, hour_filters, intent_amounts, measured_amounts
from agent.knowledge import Knowledge
from agent.language import fold
from agent.lexicon import Kind, Match
from agent.model import SemanticModel
from agent.plan import Claim, Comparison, Draft, Filter, Grain, Superlative, Window
from agent.read import Reading, Span, read_question
from agent.spoken_times import SpokenTimes, spoken_times

EMPTY_KINDS = (
    "filler", "topic", "carry", "pronoun", "each", "everything", "alone", "singular", "define_end", "define_bare",
    "count", "aside", "back", "add",
)  # fmt: skip
"""Kinds of words that do not by themselves say what is asked."""


_BETWEEN = (*EMPTY_KINDS, "without")
_FIRST, _DESCENDING, _ASCENDING = "first", "descending", "ascending"
"""Orders that ask for the first place alone, or for all rows."""
_SENSES = {_FIRST: "high", _ASCENDING: "low"}
_ALL, _MOST_PLACES, _FILLERS_PASSED = 1000, 50, 2


def draft_of(reading: Reading, knowledge: Knowledge, base: Window | None = None) -> Draft:
    """Put a reading's meanings together.

    Args:
        reading: A question with its words' meanings.
        knowledge: What is known of the data.
        base: The window that "the week before" is before, where the talk has one.

    Raises:
        Declined: There is no such day, or it lies in the future.
    """
    return _Drafting(reading, knowledge, spoken_times(reading, knowledge.clock, base)).draft()


@dataclass(frozen=True)
class _Drafting:
    """One reading on its way to a draft."""

    reading: Reading
    knowledge: Knowledge
    times: SpokenTimes

    @property
    def model(self) -> SemanticModel:
        """The semantic model."""
        return self.knowledge.model

    def draft(self) -> Draft:
        """The draft."""
        if term := self._term():
            return Draft(intent=self._definition(), term=term)
        filters = (
            *self._filters(),
            *hour_filters(self.reading, self.model),
            *intent_amounts(self.reading, self.model),
            *self._ranges,
        )
        measures, share = self._measures(), bool(self.reading.of("share"))
        if share:
            measures, share = _as_ratio(measures, self.model)
        grain, mean = self._grain_and_mean(measures)
        intent = self._intent()
        share = share and not (intent or mean or self._change())
        return Draft(
            intent=intent,
            measures=measures,
            dimensions=self._dimensions(filters),
            filters=filters,
            thresholds=measured_amounts(self.reading, self.model),
            window=self.times.window,
            grain=grain,
            superlative=self._superlative(),
            limit=self._limit(),
            comparison=self._comparison(grain),
            by_change=self._by_change(),
            share=share,
            share_of=self._share_of() if share else None,
            mean=None if intent else mean,
            claim=self._claim(),
            all_of=self._all_of(),
            added=bool(self.reading.of("add")),
            chart=next((span.meaning.name for span in self.reading.of("chart")), None),
        )

    def _share_of(self) -> str | None:
        """Of which filter: "MAPD New's share of billing" names the part first; any other share names it last."""
        share, values = self.reading.of("share")[0], self.reading.of("value")
        before = [span for span in values if span.end <= share.start]
        after = [span for span in values if span.start >= share.end]
        named = before if before and after else before or after
        return named[-1].meaning.name if named else None

    def _intent(self) -> str | None:
        said = [span.meaning for span in self.reading.of("intent")]
        named = bool(self.reading.of("measure") or any(self._grouping(span) for span in self.reading.spans))
        clear = any(not meaning.weak for meaning in said)
        meant = {meaning.name for meaning in said if not (meaning.weak and (named or clear))}
        return next((name for name in self.model.intents if name in meant), None)

    def _definition(self) -> str | None:
        return next((name for name, one in self.model.intents.items() if one.kind == "definition"), None)

    def _term(self) -> str | None:
        """What a question for a definition is about; None for any other question."""
        reading = self.reading
        last = [span for span in reading.spans if span.meaning.kind != "filler" or span.as_kind("define_end")][-1:]
        first, *rest = reading.spans or (None,)
        bare = first and first.as_kind("define_bare") and len(rest) == 1
        asked = bare or reading.of("define") or any(span.as_kind("define_end") for span in last)
        if not asked or self.times.window or self._definition() is None:
            return None
        named: tuple[Kind, ...] = ("term", "measure", "dimension")
        kinds: tuple[Kind, ...] = named if bare else (*named, "value", "topic")
        for kind in kinds:
            for span in reading.spans:
                if match := span.as_kind(kind):
                    return match.meaning.name or next(iter(self.model.notes.terms), None)
        return None

    def _measures(self) -> tuple[str, ...]:
        said = [span for span in self.reading.of("measure") if not self._negated(self.reading.spans.index(span))]
        strong = [span for span in said if not span.meaning.weak] or said
        asked = [span for span in strong if not (len(strong) > 1 and self._only_counted(span))] or strong
        named = [name for span in asked for name in self._with_linked(span)]
        for span in said:
            instead = self.model.about_measure(span.meaning.name).instead_of
            named = [span.meaning.name if name in instead else name for name in named]
        return tuple(dict.fromkeys(named))

    def _with_linked(self, span: Span) -> Iterator[str]:
        """A measure, and before or behind it a word that means one only beside it: "calls and repeat rate"."""
        conjunctions = self.knowledge.lexicon(self.reading.language).words.conjunctions.split()
        spans, place = self.reading.spans, self.reading.spans.index(span)
        for at, linked in ((place - 2, place - 1), (None, None), (place + 2, place + 1)):
            if at is None or linked is None:
                yield span.meaning.name
            elif 0 <= at < len(spans) and fold(spans[linked].text) in conjunctions:
                match = spans[at].as_kind("measure")
                if match and spans[at].meaning.kind == "topic":
                    yield match.meaning.name

    def _only_counted(self, span: Span) -> bool:
        """Whether a count's word only says what another measure is of: "the total loss of fire claims"."""
        if not isinstance(self.model.measure[span.meaning.name].tree, exp.Count):
            return False
        place = self.reading.spans.index(span)
        conjunctions = self.knowledge.lexicon(self.reading.language).words.conjunctions.split()
        beside = self.reading.spans[max(place - 1, 0) : place + 2]
        return not any(one.as_kind("count") or one.text.lower() in conjunctions for one in beside)

    def _filters(self) -> tuple[Filter, ...]:
        mentioned = self._mentioned()
        found: dict[tuple[str, bool], list[str]] = {}
        for place, span in enumerate(self.reading.spans):
            if span.meaning.kind == "value" and not self._each_of(span):
                meaning = _dimension_mentioned(span, mentioned).meaning
                kept = not self._negated(place)
                found.setdefault((meaning.name, kept), []).append(meaning.value)
        missing = (Filter(dimension=name, keep=False) for name in self._missing())
        named = (
            Filter(dimension=name, values=tuple(dict.fromkeys(values)), keep=keep)
            for (name, keep), values in found.items()
        )
        return (*named, *missing)

    def _missing(self) -> list[str]:
        """The dimensions that are to be without a value: "no error code"."""
        pairs = pairwise(self._telling)
        return [
            after.meaning.name
            for before, after in pairs
            if before.meaning.kind == "without" and after.meaning.kind == "dimension" and not self._names_a_value(after)
        ]

    def _mentioned(self) -> set[str]:
        """The dimensions that values are likely to be of: those named, and those that another value can only be of."""
        values = [
            [one.meaning.name for one in span.matches if one.meaning.kind == "value"]
            for span in self.reading.of("value")
        ]
        named = {match.meaning.name for span in self.reading.spans if (match := span.as_kind("dimension"))}
        return named | {names[0] for names in values if len(set(names)) == 1}

    def _negated(self, place: int) -> bool:
        """Whether "without" stands before a value, or before the values that it is listed with."""
        words = self.knowledge.lexicon(self.reading.language).words
        conjunctions, passed = words.conjunctions.split(), {*words.conjunctions.split(), *words.skip.split()}
        linked, fillers = False, 0
        for at in range(place - 1, -1, -1):
            span = self.reading.spans[at]
            if span.meaning.kind == "without":
                return not (at == 0 and span.as_kind("carry"))
            text = fold(span.text)
            linked = linked or text in conjunctions
            fillers += span.meaning.kind == "filler" and text not in passed
            between = (
                span.meaning.kind in ("filler", "topic", "dimension") and fillers <= _FILLERS_PASSED
            ) or text in passed
            if not (between or (span.meaning.kind == "value" and linked)):
                return False
        return False

    @property
    def _ranges(self) -> tuple[Filter, ...]:
        return dimension_ranges(self.reading, self.model, self._age()) if self.reading.of("threshold") else ()

    def _age(self) -> str | None:
        """The dimension of ages, by the language's own word for it."""
        lexicon = self.knowledge.lexicon(self.reading.language)
        said = read_question(lexicon.words.age, lexicon).can_be("dimension")
        match = said[0].as_kind("dimension") if said else None
        return match.meaning.name if match else None

    def _dimensions(self, filters: tuple[Filter, ...]) -> tuple[str, ...]:
        """What to group by: dimensions that are named on their own, and those with several values side by side."""
        named = [match.meaning.name for span in self.reading.spans if (match := self._grouping(span))]
        summed = bool(self.reading.of("together"))
        compared = [one.dimension for one in filters if one.keep and len(one.values) > 1 and not summed]
        return tuple(dict.fromkeys([*named, *compared]))

    def _grouping(self, span: Span) -> Match | None:
        match = span.as_kind("dimension")
        if match is None or self._names_a_value(span):
            return None
        if span.meaning.kind != "dimension" and not self._each_of(span):
            return None
        if match.meaning.name in {one.dimension for one in self._ranges}:
            return None
        return None if match.meaning.name in (*self._missing(), *self._all_of()) else match

    def _each_of(self, span: Span) -> bool:
        """Whether a word that may be a value stands where a dimension must: "by tenure"."""
        return span.as_kind("dimension") is not None and self._after_each(self.reading.spans.index(span))

    def _all_of(self) -> tuple[str, ...]:
        """The dimensions that every value counts of: "across all journeys"."""
        return tuple(
            match.meaning.name
            for before, after in pairwise(self._telling)
            if before.meaning.kind == "everything" and (match := after.as_kind("dimension"))
        )

    def _names_a_value(self, span: Span) -> bool:
        """Whether a dimension's word only says what its neighbour is: "the segment MAPD New", "the billing journey"."""
        place = self.reading.spans.index(span)
        if self._after_each(place):
            return False
        return any(
            match.meaning.kind == "value" and match.meaning.name == span.meaning.name
            for one in self._neighbours(place)
            for match in one.matches
        )

    def _neighbours(self, place: int) -> list[Span]:
        """The nearest words on either side that mean something by themselves."""
        spans = self.reading.spans
        sides = (reversed(spans[:place]), spans[place + 1 :])
        near = (next((one for one in side if one.meaning.kind not in _BETWEEN), None) for side in sides)
        return [one for one in near if one]

    def _after_each(self, place: int) -> bool:
        before = [span for span in self.reading.spans[:place] if span.meaning.kind != "filler"]
        return bool(before) and before[-1].as_kind("each") is not None

    @property
    def _telling(self) -> list[Span]:
        """The words that mean something, little ones left out."""
        return [span for span in self.reading.spans if span.meaning.kind not in ("filler", "topic", "aside")]

    def _grain_and_mean(self, measures: tuple[str, ...]) -> tuple[Grain | None, Grain | None]:
        """The course of time asked for, or what an average is taken over."""
        said = [span.meaning.name for span in self.reading.of("grain")]
        grain = next((name for name in said if name in get_args(Grain)), None)
        over_time = {name for notes in self.model.notes.views.values() for name in notes.grains.values()}
        named = {match.meaning.name for span in self.reading.spans if (match := self._grouping(span))}
        if said and grain is None and not over_time & named:
            grain = "day"  # "the trend"
        adding = all(self.model.adds_up(name) for name in measures)
        if self.reading.of("mean") and adding:
            return None, grain or "day"  # type: ignore[return-value]
        return grain, None  # type: ignore[return-value]

    def _superlative(self) -> Superlative | None:
        said = {span.meaning.name for span in self.reading.of("order")}
        named = any(self._grouping(span) for span in self.reading.spans)
        if self.times.comparison and not named and not self._by_change():
            return None  # "better or worse than last week", "how many more than yesterday"
        for name in said - {_DESCENDING}:
            return _SENSES.get(name, name)  # type: ignore[return-value]
        for span in self.reading.of("measure"):
            if span.meaning.value:
                return span.meaning.value  # type: ignore[return-value]
        if self._by_change():
            return "low" if self._change() == "fall" else "high"
        return None

    def _limit(self) -> int | None:
        orders = self.reading.of("order")
        counts = [span.matches[0].slots["n"] for span in orders if "n" in span.matches[0].slots]
        if counts:
            return max(int(counts[0]), 1)
        if orders and self._loose_number():
            return self._loose_number()
        names = {span.meaning.name for span in orders}
        if _FIRST in names:
            return 1
        if names & {_DESCENDING, _ASCENDING}:
            return _ALL
        worst = any(span.meaning.value for span in self.reading.of("measure"))
        if not (orders or worst or self._by_change()):
            return self._loose_number() if self.reading.of("intent") else None
        named = [span for span in self.reading.spans if self._grouping(span)]
        return 1 if named and not any(_plural(span) for span in named) else None

    def _loose_number(self) -> int | None:
        """A number that stands alone: "the three largest segments"."""
        numbers = [int(span.matches[0].slots["n"]) for span in self.reading.of("number")]
        return numbers[0] if numbers and 0 < numbers[0] <= _MOST_PLACES else None

    def _change(self) -> str | None:
        return next((span.meaning.name for span in self.reading.of("change")), None)

    def _by_change(self) -> bool:
        """Whether groups are to be put in the order of how much they moved."""
        if self._change() is None:
            return False
        named = any(self._grouping(span) for span in self.reading.spans)
        return named and bool(self.reading.of("order") or self._change() in ("rise", "fall"))

    def _comparison(self, grain: Grain | None) -> Comparison | None:
        if self.times.comparison:
            return self.times.comparison
        moved = self._change() is not None and grain is None and self._intent() is None
        if moved and self.times.so_far:
            return Comparison(kind="window", window=self.times.so_far)
        return Comparison(kind="previous") if moved or self._by_change() else None

    def _claim(self) -> Claim | None:
        said = [match.meaning.name for span in self.reading.spans if (match := span.as_kind("claim"))]
        return said[0] if len({name in ("up", "worse") for name in said}) == 1 else None  # type: ignore[return-value]


def _dimension_mentioned(span: Span, mentioned: set[str]) -> Match:
    """Of the dimensions that have such a value, the one that the question names, else the likeliest."""
    values = [match for match in span.matches if match.meaning.kind == "value"]
    return next((match for match in values if match.meaning.name in mentioned), values[0])


def _plural(span: Span) -> bool:
    last = span.text.lower().split()[-1]
    return last.endswith("s") and not last.endswith("ss")


def _as_ratio(measures: tuple[str, ...], model: SemanticModel) -> tuple[tuple[str, ...], bool]:
    """A share of a part in its whole is the rate that the model has for it; any other share stays one."""
    for name in model.measure:
        ratio = model.about_measure(name).ratio
        if ratio and ratio[0] in measures and (ratio[1] in measures or ratio[0] not in model.notes.default_measures):
            return (name,), False
    shown = tuple(one for one in measures if model.adds_up(one))
    return measures, bool(shown) or not measures

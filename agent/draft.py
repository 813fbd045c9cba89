"""What a question says of its plan: the meanings of its words, put together."""

from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from typing import TYPE_CHECKING, get_args

from agent.amounts import measured_amounts
from agent.intents_ahead import at_todays_pace, intent_ahead, named_intent
from agent.knowledge import Knowledge
from agent.measured import as_ratio, measures_of
from agent.model import SemanticModel
from agent.ordering import Ordering
from agent.plan import Claim, Comparison, Draft, Grain, Window
from agent.read import Reading
from agent.slices import Slices
from agent.spoken_times import SpokenTimes, spoken_times, times_ahead

if TYPE_CHECKING:
    from agent.lexicon import Kind


def draft_of(reading: Reading, knowledge: Knowledge, base: Window | None = None) -> Draft:
    """Put a reading's meanings together.

    Args:
        reading: A question with its words' meanings.
        knowledge: What is known of the data.
        base: The window that "the week before" is before, where the talk has one.

    Raises:
        Declined: There is no such day, or it lies in the future.
    """
    reading = at_todays_pace(reading, knowledge.model)
    ahead = intent_ahead(reading, knowledge.model, base, knowledge.clock)
    if ahead:
        return _Drafting(reading, knowledge, times_ahead(reading, knowledge.clock), ahead).draft()
    changes = {name for name, one in knowledge.model.intents.items() if one.analysis}
    return _Drafting(reading, knowledge, spoken_times(reading, knowledge.clock, base, changes)).draft()


@dataclass(frozen=True)
class _Drafting:
    """One reading on its way to a draft."""

    reading: Reading
    knowledge: Knowledge
    times: SpokenTimes
    ahead: str | None = None

    @property
    def model(self) -> SemanticModel:
        """The semantic model."""
        return self.knowledge.model

    @cached_property
    def slices(self) -> Slices:
        """What it keeps and groups by."""
        return Slices(self.reading, self.knowledge)

    def draft(self) -> Draft:
        """The draft."""
        if term := self._term():
            return Draft(intent=self._definition(), term=term)
        intent, change = self.ahead or self._intent(), None if self.ahead else self._change()
        measures, share = measures_of(self.slices), bool(self.reading.of("share"))
        if share:
            measures, share = as_ratio(measures, self.model)
        grain, mean = self._grain_and_mean(measures)
        share = share and not (intent or mean or change)
        moved = change is not None and grain is None and intent is None
        ordering = Ordering(self.slices, change, self.times.comparison is not None)
        return Draft(
            intent=intent,
            measures=measures,
            dimensions=self.slices.dimensions,
            filters=self.slices.filters,
            thresholds=measured_amounts(self.reading, self.model),
            window=self.times.window,
            grain=grain,
            superlative=ordering.superlative,
            limit=ordering.limit,
            comparison=self._comparison(moved=moved, ordering=ordering),
            by_change=ordering.by_change,
            share=share,
            share_of=self._share_of() if share else None,
            mean=None if intent else mean,
            claim=self._claim(),
            all_of=self.slices.all_of,
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
        named = bool(self.reading.of("measure") or self.slices.grouped)
        return named_intent(self.reading, self.model, weak=not named)

    def _definition(self) -> str | None:
        return next((name for name, one in self.model.intents.items() if one.kind == "definition"), None)

    def _term(self) -> str | None:
        """What a question for a definition is about; None for any other question."""
        reading = self.reading
        last = [span for span in reading.spans if span.meaning.kind != "filler" or span.as_kind("define_end")][-1:]
        first, *rest = [*dropwhile(lambda span: span.meaning.kind == "filler", reversed(reading.spans))][::-1] or (
            None,
        )
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

    def _grain_and_mean(self, measures: tuple[str, ...]) -> tuple[Grain | None, Grain | None]:
        """The course of time asked for, or what an average is taken over."""
        said = [span.meaning.name for span in self.reading.of("grain")]
        grain = next((name for name in said if name in get_args(Grain)), None)
        over_time = {name for notes in self.model.notes.views.values() for name in notes.grains.values()}
        if said and grain is None and not over_time & set(self.slices.dimensions):
            grain = "day"  # "the trend"
        adding = all(self.model.adds_up(name) for name in measures)
        if self.reading.of("mean") and adding:
            return None, grain or "day"  # type: ignore[return-value]
        return grain, None  # type: ignore[return-value]

    def _change(self) -> str | None:
        return next((span.meaning.name for span in self.reading.of("change")), None)

    def _comparison(self, *, moved: bool, ordering: Ordering) -> Comparison | None:
        if self.times.comparison:
            return self.times.comparison
        if moved and self.times.so_far:
            return Comparison(kind="window", window=self.times.so_far)
        return Comparison(kind="previous") if moved or ordering.by_change or self._judged else None

    @property
    def _judged(self) -> bool:
        """Whether a period of several days is said to be better or worse: than the one before."""
        judged = any(span.meaning.name in ("worse", "better") for span in self.reading.of("claim"))
        return judged and self.times.window is not None and self.times.window.days > 1 and self._intent() is None

    def _claim(self) -> Claim | None:
        named = ("measure", "dimension", "value")  # such as "fallas", which begins like a fall
        open_spans = (span for span in self.reading.spans if span.meaning.kind not in named)
        said = [match.meaning.name for span in open_spans if (match := span.as_kind("claim"))]
        return said[0] if len({name in ("up", "worse") for name in said}) == 1 else None  # type: ignore[return-value]

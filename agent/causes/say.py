"""Say why something changed: by how much, which slices explain how much of it, and what did not move."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from agent.causes.course import CALENDAR, COURSE, Onset, events, onset
from agent.causes.find import Cause, Where, largest, summed
from agent.causes.plan import earlier_windows
from agent.columns import column
from agent.engine import Result
from agent.facts import Fact, FactBook
from agent.language import languages
from agent.narrate import Narrator
from agent.numbers import MINUS, join, write_window
from agent.placeholders import capitalised, lowered
from agent.plan import Role
from agent.slice_words import slice_phrases
from agent.turn import Tools, Turn

_PARTS, _STEADY, _EVENTS = 3, 3, 2
"""How many parts, slices that did not move, and events of the calendar are named."""
_TELLING = Decimal("0.15")
"""From which fraction of the change a stage is named."""


class CauseWords:
    """The words of one answer; the facts that they use are in ``used`` afterwards."""

    def __init__(self, turn: Turn, tools: Tools) -> None:
        self._turn = turn
        self._model = tools.model
        self._words = languages()[turn.language].causes
        self.used: list[Fact] = []

    @cached_property
    def results(self) -> dict[str, Result]:
        """What was found, as results that facts point into."""
        causes = self._turn.causes
        if causes is None:
            return {"largest": largest(self._turn.planned, self._turn.results, self._value)}
        groups = {"parts": causes.rows, "steady": causes.steady}
        names = {f"{name}{at}": self.name(one) for name, group in groups.items() for at, one in enumerate(group)}
        return summed(causes, names, len(earlier_windows(self._turn.planned)))

    def name(self, one: Cause) -> str:
        """What a part is called: its values, as people call them."""
        if one.kind in ("rest", "whole"):
            return self._words[one.kind]
        return self._values((*one.where, *one.behind))

    def _values(self, where: Where) -> str:
        ordered = sorted(where, key=lambda pair: self._place(pair[0]))
        return " · ".join(self._value(name, value) for name, value in ordered)

    def phrase(self, one: Cause) -> str:
        """A part within a sentence: "leaked calls with PAY-504 at payment", else what it is called."""
        values = dict(sorted((*one.where, *one.behind), key=lambda pair: self._place(pair[0])))
        said = list(slice_phrases(values, self._model, self._turn.language, self._value))
        if one.kind != "part" or len(said) < len(values) or None in values.values():
            return self.name(one)
        return " ".join([self._measure, *said])

    @property
    def _measure(self) -> str:
        return lowered(self._model.label(self._turn.planned.measures[0], self._turn.language))

    def _place(self, name: str) -> int:
        return self._turn.planned.dimensions.index(name)

    def _value(self, name: str, value: object) -> str:
        if value is None:
            label = lowered(self._model.label(name, self._turn.language))
            return languages()[self._turn.language].write["none_of"].format(label=label)
        return self._model.value_label(name, value, self._turn.language)

    def grounds(self) -> Iterator[str]:
        """The texts whose numbers may be said: the windows, the names of parts, what the question is restricted to."""
        plan, results = self._turn.planned, {**self._turn.results, **self.results}
        yield from (write_window(one, self._turn.language) for one in (plan.window,) if one)
        yield self._other()
        yield Narrator(plan, FactBook(self._model, self._turn.language, results)).scope()
        yield from (
            self._model.label(name, self._turn.language) for one in plan.queries().values() for name in one.measures
        )
        yield from (self.phrase(one) for one in (self._turn.causes.parts if self._turn.causes else ()))
        yield from (str(row[0]) for name in ("parts", "steady", "largest") for row in self._rows(name))

    def _rows(self, name: str) -> tuple[tuple[object, ...], ...]:
        return self.results[name].rows if name in self.results else ()

    def sentence(self, book: FactBook) -> str:
        """What is said, in a few sentences."""
        narrator = Narrator(self._turn.planned, book)
        if self._turn.causes is None:
            said = [self._words["nothing_earlier"].format(of=self._of(narrator)), *self._largest(book)]
        else:
            stages = list(self._stages(book))
            by_stage = [self._words["by_stage"].format(join(stages, self._turn.language))] if stages else []
            aside = [*by_stage, *self._steady(book)]
            said = [
                *self._verdict(),
                self._whole(book, narrator),
                *self._parts(book),
                *self._around(book),
                self._words["aside"].format("; ".join(aside)) if aside else "",
            ]
        self.used += narrator.used
        return " ".join(capitalised(one) for one in said if one)

    def _verdict(self) -> Iterator[str]:
        """Whether what was asked about is usual, where that was asked."""
        causes = self._turn.causes
        if causes and self._turn.planned.analysis == "normal":
            yield self._words["unusual" if causes.whole.telling or causes.parts else "usual"]

    def _largest(self, book: FactBook) -> Iterator[str]:
        """The largest values where there is nothing to compare with."""
        said = [
            self._words["largest"].format(
                slice=self._cell(book, "largest", at, "slice"), now=self._fact(book, "largest", at, "value")
            )
            for at in range(len(self._rows("largest")))
        ]
        if said:
            yield self._words["mostly"].format(join(said, self._turn.language))

    def _stages(self, book: FactBook) -> Iterator[str]:
        """How much of the change is volume, mix, and each stage's rate; what makes next to nothing is left out."""
        causes = self._turn.causes
        if causes is None or not causes.whole.telling:
            return
        least = abs(causes.whole.change) * _TELLING
        for at, one in enumerate(causes.stages):
            if abs(one.change) >= least:
                yield self._words[one.kind].format(
                    change=self._fact(book, "stages", at, "change"),
                    measure=lowered(self._model.label(one.measure, self._turn.language)),
                    per=lowered(self._model.label(one.per, self._turn.language)) if one.per else "",
                )

    def _of(self, narrator: Narrator) -> str:
        pattern = "of_all" if not self._turn.planned.filters else "of"
        return self._words[pattern].format(measure=self._measure, scope=narrator.scope())

    def _whole(self, book: FactBook, narrator: Narrator) -> str:
        causes, plan = self._turn.causes, self._turn.planned
        facts = {role: self._fact(book, "total", 0, role) for role in ("value", "before", "change", "change_pct")}
        if plan.usual:
            self._cell(book, "total", 0, "weeks")
        telling = causes is not None and causes.whole.telling
        moved = facts["change_pct"] or facts["change"]
        pattern = "level" if not telling else "fell" if (facts["change"] or "").startswith(MINUS) else "rose"
        aside = narrator.say(self._model.intents[plan.intent].say.get(self._turn.language, ())).rstrip(".")
        return self._words[pattern].format(
            of=self._of(narrator),
            moved=moved.lstrip("+" + MINUS),
            signed=moved,
            window=write_window(plan.window, self._turn.language) if plan.window else "",
            other=self._other(),
            aside=f"; {lowered(aside)}" if aside else "",
            **{name: facts[role] for name, role in (("now", "value"), ("before", "before"), ("change", "change"))},
        )

    def _other(self) -> str:
        """The earlier windows in words."""
        plan, language = self._turn.planned, self._turn.language
        among = tuple(earlier_windows(plan).values())
        if not among or plan.window is None:
            return ""
        if plan.usual:
            pattern = ("same_day" if plan.window.days == 1 else "same_days") + ("" if len(among) > 1 else "_once")
            return self._words[pattern].format(weeks=len(among))
        return write_window(among[0], language)

    def _parts(self, book: FactBook) -> Iterator[str]:
        causes = self._turn.causes
        if causes is None:
            return
        if not causes.parts:
            yield self._words["no_part"] if causes.whole.telling else ""
            return
        said = [self._part(book, at, one) for at, one in enumerate(causes.parts[:_PARTS])]
        said[0] = f"{said[0]}{self._began(book)}"
        if causes.rows[-1].kind == "rest" and causes.rest.telling and len(causes.parts) <= _PARTS:
            said.append(self._part(book, len(causes.rows) - 1, causes.rest))
        yield f"{'; '.join(said)}."

    def _part(self, book: FactBook, at: int, one: Cause) -> str:
        share, change = (self._fact(book, "parts", at, role) for role in ("share", "change"))
        now, before = (self._fact(book, "parts", at, role) for role in ("value", "before"))
        causes = self._turn.causes
        pattern = "part_against"
        if causes is not None and causes.whole.telling and one.share is not None and one.share > 0:
            pattern = "part" if one.share <= 1 else "part_over"
        return self._words[pattern].format(slice=self.phrase(one), share=share, change=change, now=now, before=before)

    @cached_property
    def _since(self) -> Onset | None:
        causes = self._turn.causes
        return onset(self._turn.planned, causes, self._turn.results.get(COURSE)) if causes else None

    def _around(self, book: FactBook) -> Iterator[str]:
        """Since when, and what the calendar says of that time."""
        causes, calendar = self._turn.causes, self._model.notes.calendar
        if causes is None or calendar is None or CALENDAR not in self._turn.results:
            return
        rows = events(self._turn.planned, causes, self._since, self._turn.results[CALENDAR], self._model)
        said = [
            self._words["event"].format(
                text=self._cell(book, CALENDAR, at, calendar.text), day=self._cell(book, CALENDAR, at, calendar.day)
            )
            for at in rows[:_EVENTS]
        ]
        if said:
            yield self._words["just_before"].format(join(said, self._turn.language))

    def _began(self, book: FactBook) -> str:
        """Since when the first part has its level, where that shows."""
        since = self._since
        if since is None:
            return ""
        day = book.cell(COURSE, since.row, self._turn.results[COURSE].columns[0])
        hour = book.cell(COURSE, since.row, self._turn.results[COURSE].columns[1]) if since.hour is not None else None
        if hour:
            hour = hour.model_copy(update={"text": f"{since.hour}:00", "unit": "text"})
        self.used += [fact for fact in (day, hour) if fact]
        pattern = "since_hour" if hour else "since"
        return self._words[pattern].format(day=day.text if day else "", hour=hour.text if hour else "")

    def _cell(self, book: FactBook, query: str, row: int, name: str) -> str:
        fact = book.cell(query, row, name)
        if fact is None:
            return ""
        self.used.append(fact)
        return fact.text

    def _steady(self, book: FactBook) -> Iterator[str]:
        causes = self._turn.causes
        if causes and causes.parts and causes.steady:
            named = [
                self._words["steady_one"].format(
                    slice=self._cell(book, "steady", at, "slice"),
                    now=self._fact(book, "steady", at, "value"),
                    before=self._fact(book, "steady", at, "before"),
                )
                for at in range(len(causes.steady[:_STEADY]))
            ]
            yield self._words["steady"].format(join(named, self._turn.language))

    def _fact(self, book: FactBook, query: str, row: int, role: Role) -> str:
        fact = book.cell(query, row, column(self._turn.planned.measures[0], role))
        if fact is None:
            return ""
        self.used.append(fact)
        return fact.text

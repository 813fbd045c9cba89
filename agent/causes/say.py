"""Say why something changed: by how much, which slices explain how much of it, and what did not move."""

from collections.abc import Iterator
from functools import cached_property

from agent.causes.course import CALENDAR, COURSE, Onset, events, onset
from agent.causes.find import Cause, Where, summed
from agent.causes.plan import earlier_windows
from agent.columns import column
from agent.engine import Result
from agent.facts import Fact, FactBook
from agent.language import languages
from agent.narrate import Narrator
from agent.numbers import MINUS, join, write_window
from agent.placeholders import capitalised, lowered
from agent.plan import Role
from agent.turn import Tools, Turn

_PARTS, _STEADY, _EVENTS = 3, 3, 2
"""How many parts, slices that did not move, and events of the calendar are named."""


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
            return {}
        groups = {"parts": causes.rows, "steady": causes.steady}
        names = {f"{name}{at}": self.name(one) for name, group in groups.items() for at, one in enumerate(group)}
        return summed(causes, names, len(earlier_windows(self._turn.planned)))

    def name(self, one: Cause) -> str:
        """What a part is called: its values, as people call them."""
        if one.kind in ("rest", "whole"):
            return self._words[one.kind]
        return self._values((*one.where, *one.behind))

    def _values(self, where: Where) -> str:
        ordered = sorted(where, key=lambda pair: self._turn.planned.dimensions.index(pair[0]))
        return " · ".join(self._value(name, value) for name, value in ordered)

    def _value(self, name: str, value: object) -> str:
        if value is None:
            label = lowered(self._model.label(name, self._turn.language))
            return languages()[self._turn.language].write["none_of"].format(label=label)
        return self._model.value_label(name, value, self._turn.language)

    def grounds(self) -> Iterator[str]:
        """The texts whose numbers may be said: the windows and the names of the parts."""
        yield self._other()
        yield from (str(row[0]) for name in ("parts", "steady") for row in self._rows(name))

    def _rows(self, name: str) -> tuple[tuple[object, ...], ...]:
        return self.results[name].rows if name in self.results else ()

    def sentence(self, book: FactBook) -> str:
        """What is said, in a few sentences."""
        narrator = Narrator(self._turn.planned, book)
        if self._turn.causes is None:
            said = [self._words["nothing_earlier"].format(of=self._of(narrator))]
        else:
            said = [self._whole(book, narrator), *self._parts(book), *self._around(book), *self._steady(book)]
        self.used += narrator.used
        return " ".join(capitalised(one) for one in said if one)

    def _of(self, narrator: Narrator) -> str:
        measure = lowered(self._model.label(self._turn.planned.measures[0], self._turn.language))
        pattern = "of_all" if not self._turn.planned.filters else "of"
        return self._words[pattern].format(measure=measure, scope=narrator.scope())

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
        said = [self._part(book, at, one) for at, one in enumerate(causes.rows) if one.kind == "part"]
        first, rest = said[0], said[1:_PARTS]
        yield self._words["first"].format(f"{first}{self._began(book)}")
        last = len(causes.rows) - 1
        if causes.rows[last].kind == "rest" and causes.rest.telling and len(said) <= _PARTS:
            rest.append(self._part(book, last, causes.rest))
        if rest:
            yield self._words["then"].format(join(rest, self._turn.language))

    def _part(self, book: FactBook, at: int, one: Cause) -> str:
        share, change = (self._fact(book, "parts", at, role) for role in ("share", "change"))
        now, before = (self._fact(book, "parts", at, role) for role in ("value", "before"))
        causes = self._turn.causes
        plainly = causes is not None and causes.whole.telling and one.share is not None and 0 < one.share <= 1
        pattern = "part" if plainly else "part_against"
        return self._words[pattern].format(slice=self.name(one), share=share, change=change, now=now, before=before)

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
                    slice=self.name(one),
                    now=self._fact(book, "steady", at, "value"),
                    before=self._fact(book, "steady", at, "before"),
                )
                for at, one in enumerate(causes.steady[:_STEADY])
            ]
            yield self._words["steady"].format(join(named, self._turn.language))

    def _fact(self, book: FactBook, query: str, row: int, role: Role) -> str:
        fact = book.cell(query, row, column(self._turn.planned.measures[0], role))
        if fact is None:
            return ""
        self.used.append(fact)
        return fact.text

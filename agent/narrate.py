"""Say what a plan's results mean: clauses from the model or the language, filled with facts."""

import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agent.engine import Cell
from agent.facts import Fact, FactBook
from agent.language import Language, languages
from agent.model_file import Clause, Comparator, Condition
from agent.numbers import MINUS, join, write_value
from agent.placeholders import PLACEHOLDERS, Missing, Placed, capitalised, lowered
from agent.plan import FREE, Filter, Plan
from agent.slice_words import slice_phrases

_TESTS: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    "lt": lambda value, limit: value < limit,
    "le": lambda value, limit: value <= limit,
    "gt": lambda value, limit: value > limit,
    "ge": lambda value, limit: value >= limit,
    "abs_lt": lambda value, limit: abs(value) < limit,
    "abs_ge": lambda value, limit: abs(value) >= limit,
}


@dataclass
class Narrator:
    """Says one answer; the facts that it used are in ``used`` afterwards."""

    plan: Plan
    book: FactBook
    used: list[Fact] = field(default_factory=list)
    of: str = "rows"
    """The query that the clause being said is about."""

    def say(self, clauses: Sequence[Clause]) -> str:
        """Say the clauses that can be said, as sentences."""
        said = [self._clause(clause) for clause in clauses]
        return " ".join(capitalised(one) for one in said if one)

    def shape(self) -> str:
        """Which of a language's sayings fits a plan that no intent words."""
        if not self.rows("rows"):
            return "empty"
        if not self.plan.measures:
            return "listing"
        if self.plan.mean and not self.plan.comparison:
            return "mean_ranking" if self.plan.dimensions else "mean_scalar"
        if self.plan.share:
            return "shared_ranking"
        if self.plan.comparison:
            return "compared_mover" if self._by_change else f"compared_{self._order_shape()}"
        return self._order_shape()

    @property
    def _by_change(self) -> bool:
        """Whether first places are asked of what changed, not of what there is."""
        return bool(self.plan.superlative) and any(one.of in ("change", "change_pct") for one in self.plan.order)

    def _order_shape(self) -> str:
        if not self.plan.dimensions:
            return "scalar"
        if self.time_first and not self.plan.superlative:
            return "series" if not self.plan.comparison else "ranking"
        return "superlative" if self.plan.superlative else "ranking"

    @property
    def words(self) -> Language:
        """The answer's language."""
        return languages()[self.book.language]

    @property
    def time_first(self) -> bool:
        """Whether the rows are a course of time."""
        notes = self.book.model.about_view(self.plan.view)
        return bool(self.plan.dimensions) and self.plan.dimensions[0] in notes.grains.values()

    def rows(self, query: str) -> int:
        """How many rows say something: a single row of nothing but nulls does not."""
        result = self.book.results.get(query)
        return sum(any(cell is not None for cell in row) for row in result.rows) if result else 0

    def _clause(self, clause: Clause) -> str:
        places = [place for place in self._places(clause) if self._applies(clause, place)]
        items: list[str] = []
        for place in places[: clause.limit]:
            try:
                items.append(self._fill(clause, place))
            except Missing:
                continue
        return clause.wrap.format(join(items, self.book.language)) if items else ""

    def _places(self, clause: Clause) -> range:
        count = self.rows(clause.of)
        ranges = {
            "none": range(1),
            "first": range(min(count, 1)),
            "second": range(1, min(count, 2)),
            "rest": range(1, count),
            "last": range(max(count - 1, 0), count),
            "all": range(count),
        }
        return ranges[clause.rows]

    def _applies(self, clause: Clause, place: int) -> bool:
        return _holds(clause.when, lambda name: self._raw(clause.of, place, name))

    def _raw(self, of: str, place: int, name: str) -> Cell:
        side, _, column = name.rpartition(".")
        return self.book.raw(side or of, 0 if side else place, column)

    def _fill(self, clause: Clause, place: int) -> str:
        filled, facts, self.of = [], [], clause.of
        for text, name, style, _ in string.Formatter().parse(clause.text):
            filled.append(text)
            if name is not None:
                said = self._value(clause.of, place, name, style or "")
                facts += said if isinstance(said, list) else []
                filled.append(said if isinstance(said, str) else _styled(said[0], style or "", self.words))
        self.used += facts
        return "".join(filled)

    def _value(self, of: str, place: int, name: str, style: str) -> str | list[Fact]:
        special = PLACEHOLDERS.get(name)
        if special is not None:
            return special(self, place)
        side, _, column = name.rpartition(".")
        fact = self.book.cell(side or of, 0 if side else place, column)
        if fact is None:
            raise Missing(name)
        return [fact]

    def need(self, fact: Fact | None) -> Fact:
        """A fact that a clause can't be said without."""
        if fact is None:
            raise Missing
        self.used.append(fact)
        return fact

    @property
    def main(self) -> str:
        """The measure that the answer is about."""
        ordered = [one.by for one in self.plan.order if one.by in self.plan.measures]
        return ordered[0] if ordered else self.plan.measures[0]

    def phrase(self, fact: Fact) -> str:
        """A value with its name: "5,000 leaked calls", "cost $40,000"."""
        form = self.book.form(fact.name)
        counted = form is not None and form.type == "number" and form.decimal_places.places == 0
        pattern = "count" if counted else "other"
        return self.words.write[pattern].format(value=fact.text, label=lowered(fact.label))

    def scope(self) -> str:
        """What the question is restricted to, in the values' own names."""
        scaled = self.book.model.about_view(self.plan.view).scaled
        own = self.book.model.intents.get(self.plan.intent)
        untold = {Filter(dimension=name, values=values) for name, values in own.only.items()} if own else set()
        filters = (one for one in self.plan.filters if one.dimension not in scaled and one not in untold)
        telling = (one for one in filters if one != Filter(dimension=one.dimension))
        said = [self._filter(one) for one in sorted(telling, key=lambda one: not one.keep)]
        return ", ".join(said) or self.words.write["everything"]

    def _filter(self, one: Filter) -> str:
        if not one.values and not one.keep:
            label = lowered(self.book.model.label(one.dimension, self.book.language))
            return self.words.write["none_of"].format(label=label)
        if one.low is not None or one.high is not None:
            return self._range(one)
        labels = [self.book.model.value_label(one.dimension, value, self.book.language) for value in one.values]
        said = join(labels, self.book.language)
        return said if one.keep else self.words.write["without"].format(said)

    def group(self, place: int) -> str:
        """What a row is about: its dimensions' values."""
        parts = [part for name in self._told.dimensions if (part := self._group_part(place, name))]
        return " · ".join(parts) or self.words.write["everywhere"]

    def slice(self, place: int) -> str:
        """Which part of everything a row is about, in a phrase: "PAY-504 at payment on iOS app 7.4.0"."""
        facts = {name: self.book.cell(self.of, place, name) for name in self._told.dimensions}
        said = slice_phrases(facts, self.book.model, self.book.language, lambda _, fact: self.need(fact).text)
        return " ".join(said) or self.words.write["everywhere"]

    @property
    def _told(self) -> Plan:
        """The plan of the query that the clause being said is about."""
        return self.plan.queries().get(self.of, self.plan)

    def _group_part(self, place: int, name: str) -> str:
        fact, label = self.book.cell(self.of, place, name), lowered(self.book.model.label(name, self.book.language))
        if fact is None and self.book.model.about_view(self._told.view).nulls == "many":
            return ""
        if fact is None:
            return self.words.write["none_of"].format(label=label)
        self.used.append(fact)
        return f"{label} {fact.text}" if isinstance(fact.value, int) and not self.book.form(name) else fact.text

    def extreme(self, pick: Callable[[Iterable[Placed]], Placed]) -> int:
        """The row where the main measure is the highest, or the lowest."""
        cells = ((self.book.raw("rows", place, self.main), place) for place in range(self.rows("rows")))
        found = [(Decimal(str(cell)), place) for cell, place in cells if isinstance(cell, int | float | Decimal)]
        if not found:
            raise Missing
        return pick(found)[1]

    def _range(self, one: Filter) -> str:
        form = self.book.form(one.dimension)
        low, high = (write_value(end, form, self.book.language) for end in (one.low, one.high))
        label = lowered(self.book.model.label(one.dimension, self.book.language))
        bounds = low if low == high else f"{low}\N{EN DASH}{high}"
        return self.words.write["within"].format(label=label, bounds=bounds)


def clauses_for(narrator: Narrator) -> tuple[Clause, ...]:
    """The clauses that say a plan's results: its intent's, else its measure's, else the language's own."""
    plan, language, say = narrator.plan, narrator.book.language, narrator.words.say
    shape = narrator.shape()
    if shape == "empty":
        own = narrator.book.model.intents[plan.intent].nothing if plan.intent != FREE else {}
        return tuple(own.get(language) or own.get("en") or say["empty"])
    if plan.intent != FREE:
        own = narrator.book.model.intents[plan.intent].say if not (plan.comparison or plan.share) else {}
    else:
        own = next(
            (say for name, say in narrator.book.model.about_measure(plan.measures[0]).say.items() if name == shape), {}
        )
    return tuple(own.get(language) or own.get("en") or say[shape])


def _holds(condition: Condition, value_of: Callable[[str], Cell]) -> bool:
    return all(_test(op, value_of(name), limit) for name, tests in condition.items() for op, limit in tests.items())


def _test(op: Comparator, value: Cell, limit: Decimal | bool | str) -> bool:
    if op == "missing":
        return (value is None) is bool(limit)
    if value is None:
        return False
    if op in ("eq", "ne"):
        return (str(value) == str(limit)) is (op == "eq")
    return _TESTS[op](Decimal(str(value)), Decimal(str(limit)))


def _styled(fact: Fact, style: str, words: Language) -> str:
    """A change in words: ``up`` for "up 14 %", ``rose`` for "rose 14 %", ``size`` without its sign."""
    if not style:
        return fact.text
    size = fact.text.lstrip("+" + MINUS)
    if style == "size":
        return size
    higher, lower, level = {"up": ("up", "down", "level"), "rose": ("rose", "fell", "held")}[style]
    if size == fact.text:
        return words.write[level]
    return words.write[lower if fact.text.startswith(MINUS) else higher].format(size)

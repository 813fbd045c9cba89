"""What a clause can ask for besides a column of the results: the scope, the window, shares, totals, extremes."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.facts import CellRef, Fact
from agent.numbers import join, write_window

if TYPE_CHECKING:
    from agent.narrate import Narrator

Placed = tuple[Decimal, int]
"""A value, and the row that it stands in."""


class Missing(Exception):  # noqa: N818 - tells a clause to stay unsaid
    """A clause asks for a value that the results do not have."""


def capitalised(sentence: str) -> str:
    """A sentence's first letter large, but for names like iOS."""
    return sentence if sentence[1:2].isupper() else sentence[:1].upper() + sentence[1:]


def lowered(label: str) -> str:
    """A label within a sentence: lower case, but for names and abbreviations."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _ref(narrator: "Narrator", place: int) -> CellRef:
    return CellRef(query="rows", row=place, column=narrator.main)


def _main(narrator: "Narrator", place: int) -> str:
    return narrator.need(narrator.book.cell("rows", place, narrator.main)).text


def _phrase(narrator: "Narrator", place: int) -> str:
    return narrator.phrase(narrator.need(narrator.book.cell("rows", place, narrator.main)))


def _phrase_without_total(narrator: "Narrator", place: int) -> str:
    if narrator.book.model.adds_up(narrator.main):
        raise Missing
    return _phrase(narrator, place)


def _phrases(narrator: "Narrator", place: int) -> str:
    facts = (narrator.book.cell("rows", place, name) for name in narrator.plan.measures)
    said = [narrator.phrase(narrator.need(fact)) for fact in facts if fact is not None]
    return join(said, narrator.book.language)


def _total(narrator: "Narrator", _: int) -> str:
    return narrator.need(narrator.book.cell("total", 0, narrator.main)).text


def _total_phrase(narrator: "Narrator", _: int) -> str:
    return narrator.phrase(narrator.need(narrator.book.cell("total", 0, narrator.main)))


def _share(narrator: "Narrator", place: int) -> str:
    whole = CellRef(query="total", row=0, column=narrator.main)
    if not narrator.book.model.adds_up(narrator.main) or narrator.book.raw("total", 0, narrator.main) is None:
        raise Missing
    return narrator.need(narrator.book.derived("share", _ref(narrator, place), whole)).text


def _change(narrator: "Narrator", _: int) -> str:
    side = "total" if narrator.plan.dimensions else "rows"
    now, before = (CellRef(query=query, row=0, column=narrator.main) for query in (side, "before"))
    if narrator.book.raw("before", 0, narrator.main) is None:
        raise Missing
    return narrator.need(narrator.book.derived("change", now, before)).text


def _before(narrator: "Narrator", _: int) -> str:
    return narrator.need(narrator.book.cell("before", 0, narrator.main)).text


def _count(narrator: "Narrator", _: int) -> str:
    rows = narrator.rows("rows")
    ref = CellRef(query="rows", row=0, column="")
    fact = Fact(name="rows", label="rows", value=rows, unit="number", text=str(rows), operation="rows", cells=(ref,))
    return narrator.need(fact).text


def _window(narrator: "Narrator", _: int) -> str:
    return write_window(narrator.plan.window, narrator.book.language) if narrator.plan.window else ""


def _superlative(narrator: "Narrator", _: int) -> str:
    """The word for a first place: "most" of what can be counted, "highest" or "worst" of what cannot."""
    asked = narrator.plan.superlative or "high"
    if narrator.book.model.adds_up(narrator.main):
        asked = "most" if narrator.plan.order[0].descending else "fewest"
    return narrator.words.superlatives[asked]


def _extreme(pick: Callable[[Iterable[Placed]], Placed]) -> Callable[["Narrator", int], str]:
    return lambda narrator, _: _main(narrator, narrator.extreme(pick))


def _extreme_group(pick: Callable[[Iterable[Placed]], Placed]) -> Callable[["Narrator", int], str]:
    return lambda narrator, _: narrator.group(narrator.extreme(pick))


PLACEHOLDERS: dict[str, Callable[["Narrator", int], str]] = {
    "scope": lambda narrator, _: narrator.scope(),
    "window": _window,
    "group": lambda narrator, place: narrator.group(place),
    "measure": lambda narrator, _: lowered(narrator.book.model.label(narrator.main, narrator.book.language)),
    "superlative": _superlative,
    "main": _main,
    "phrase": _phrase,
    "phrase_without_total": _phrase_without_total,
    "phrases": _phrases,
    "total": _total,
    "total_phrase": _total_phrase,
    "share": _share,
    "change": _change,
    "before": _before,
    "count": _count,
    "highest": _extreme(max),
    "highest_group": _extreme_group(max),
    "lowest": _extreme(min),
    "lowest_group": _extreme_group(min),
}

"""What a clause can ask for besides a column of the results: the scope, the window, shares, totals, extremes."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.columns import column
from agent.facts import CellRef, Fact
from agent.numbers import join, write_window
from agent.plan import Plan, Role

if TYPE_CHECKING:
    from agent.model import SemanticModel
    from agent.narrate import Narrator

_COMPARED: tuple[Role, ...] = ("value", "before", "change", "change_pct")
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
    return CellRef(query=narrator.of, row=place, column=narrator.main)


def _main(narrator: "Narrator", place: int) -> str:
    return narrator.need(narrator.book.cell(narrator.of, place, narrator.main)).text


def _phrase(narrator: "Narrator", place: int) -> str:
    return narrator.phrase(narrator.need(narrator.book.cell(narrator.of, place, narrator.main)))


def _phrase_without_total(narrator: "Narrator", place: int) -> str:
    if narrator.book.model.adds_up(narrator.main):
        raise Missing
    return _phrase(narrator, place)


def _phrases(narrator: "Narrator", place: int) -> str:
    facts = (narrator.book.cell(narrator.of, place, name) for name in narrator.plan.measures)
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


def _compared(narrator: "Narrator", query: str, place: int, pattern: str) -> str:
    """A measure in two windows: "12,000 leaked calls, +3 % against 11,650 on … (+350)"."""
    book, plan = narrator.book, narrator.plan
    said = {role: book.cell(query, place, column(narrator.main, role)) for role in _COMPARED}
    if not any(one and one.value for one in (said["value"], said["before"])):
        raise Missing  # nothing in either window
    if said["value"] is None or plan.comparison is None or plan.comparison.window is None:
        raise Missing
    if _is_fraction(narrator):
        said["change_pct"], pattern = None, f"{pattern}_points"
    elif said["change_pct"] is None:
        pattern = f"{pattern}_new"
    facts = {role: narrator.need(fact) for role, fact in said.items() if fact is not None}
    texts = {role: facts[role].text if role in facts else narrator.words.write["none"] for role in _COMPARED}
    return narrator.words.write[pattern].format(
        now=narrator.phrase(facts["value"]),
        window=_window(narrator, place),
        other=write_window(plan.comparison.window, book.language),
        **texts,
    )


def _is_fraction(narrator: "Narrator") -> bool:
    """Whether the measure is a percentage, whose change is in points."""
    form = narrator.book.form(narrator.main)
    return form is not None and form.type == "percentage"


def _compared_row(pattern: str) -> Callable[["Narrator", int], str]:
    return lambda narrator, place: _compared(narrator, narrator.of, place, pattern)


def _total_compared(narrator: "Narrator", _: int) -> str:
    return _compared(narrator, "total", 0, "compared")


def _moved(narrator: "Narrator", _: int) -> str:
    risen = not narrator.plan.order or narrator.plan.order[0].descending
    return narrator.words.write["moved_up" if risen else "moved_down"]


def _part(narrator: "Narrator", place: int) -> str:
    return narrator.need(narrator.book.cell(narrator.of, place, column(narrator.main, "share"))).text


def _mean(narrator: "Narrator", place: int) -> str:
    fact = narrator.need(narrator.book.cell(narrator.of, place, column(narrator.main, "mean")))
    label = narrator.book.model.label(narrator.main, narrator.book.language)
    return narrator.phrase(fact.model_copy(update={"name": narrator.main, "label": label}))


def _means(narrator: "Narrator", place: int) -> str:
    facts = [narrator.book.cell(narrator.of, place, column(name, "mean")) for name in narrator.plan.measures]
    label = narrator.book.model.label
    said = [
        narrator.phrase(
            narrator.need(fact).model_copy(update={"name": name, "label": label(name, narrator.book.language)})
        )
        for fact, name in zip(facts, narrator.plan.measures, strict=True)
        if fact is not None
    ]
    return f"{join(said, narrator.book.language)} {_per(narrator, place)}"


def _per(narrator: "Narrator", _: int) -> str:
    return narrator.words.periods[narrator.plan.mean or "day"]


def _count(narrator: "Narrator", _: int) -> str:
    rows = narrator.rows("rows")
    ref = CellRef(query="rows", row=0, column="")
    fact = Fact(name="rows", label="rows", value=rows, unit="number", text=str(rows), operation="rows", cells=(ref,))
    return narrator.need(fact).text


def said_window(plan: Plan, model: "SemanticModel", language: str) -> str:
    """A plan's window in words; of days to come it goes without saying that they are not over."""
    if plan.window is None:
        return ""
    ahead = bool(plan.view) and model.about_view(plan.view).ahead
    return write_window(plan.window.model_copy(update={"complete": True}) if ahead else plan.window, language)


def _window(narrator: "Narrator", _: int) -> str:
    return said_window(narrator.plan, narrator.book.model, narrator.book.language)


def _superlative(narrator: "Narrator", _: int) -> str:
    """The word for a first place: "most" of what can be counted, "highest" or "worst" of what cannot."""
    asked: str = narrator.plan.superlative or "high"
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
    "slice": lambda narrator, place: narrator.slice(place),
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
    "compared": _compared_row("compared"),
    "compared_brief": _compared_row("compared_brief"),
    "total_compared": _total_compared,
    "moved": _moved,
    "part": _part,
    "mean": _mean,
    "means": _means,
    "per": _per,
    "count": _count,
    "highest": _extreme(max),
    "highest_group": _extreme_group(max),
    "lowest": _extreme(min),
    "lowest_group": _extreme_group(min),
}

"""A plan in plain words, part by part."""

from collections.abc import Iterator

from agent.columns import column, format_of, label_of
from agent.facts import FactBook
from agent.language import languages
from agent.model import SemanticModel
from agent.narrate import Narrator
from agent.numbers import join, write_value, write_window
from agent.placeholders import capitalised
from agent.plan import Order, Plan, Threshold
from ui.page_file import page_file


def plan_words(plan: Plan, model: SemanticModel, language: str) -> Iterator[tuple[str, str]]:
    """Say the parts of a plan that there are: what each is, and what it says."""
    parts = page_file().words[language].plan_parts
    for name, said in _parts(plan, model, language):
        if said:
            yield parts[name], capitalised(said)


def _parts(plan: Plan, model: SemanticModel, language: str) -> Iterator[tuple[str, str]]:
    def labels(names: tuple[str, ...]) -> str:
        return join([model.label(name, language) for name in names], language)

    words = page_file().words[language].plan_parts
    yield "measures", labels(plan.measures)
    yield "dimensions", labels(plan.dimensions)
    yield "filters", Narrator(plan, FactBook(model, language, {})).scope() if plan.filters else ""
    yield "thresholds", join([_threshold(one, model, language) for one in plan.thresholds], language)
    yield "window", write_window(plan.window, language) if plan.window else ""
    compared = plan.comparison.window if plan.comparison else None
    yield "comparison", write_window(compared, language) if compared else ""
    yield "hours", words["until_hour"].format(plan.hours) if plan.hours is not None else ""
    yield "share", words["of_total"] if plan.share else ""
    yield "mean", languages()[language].periods[plan.mean] if plan.mean else ""
    yield "order", join([_order(one, model, language) for one in plan.order], language)
    yield "limit", str(plan.limit or "")


def _threshold(one: Threshold, model: SemanticModel, language: str) -> str:
    name = column(one.measure, one.of)
    op = page_file().words[language].meanings.get(one.op, one.op)
    return f"{label_of(name, model, language)} {op} {write_value(one.value, format_of(name, model), language)}"


def _order(one: Order, model: SemanticModel, language: str) -> str:
    words = page_file().words[language].plan_parts
    label = label_of(column(one.by, one.of), model, language)
    return words["descending" if one.descending else "ascending"].format(label)

"""The columns of a plan's result: measures, and what a plan derives from them (before, change, share, mean)."""

from collections.abc import Iterator

from agent.language import languages
from agent.metric_view import Format
from agent.model import SemanticModel
from agent.plan import Plan, Role

_FRACTIONS: tuple[Role, ...] = ("change_pct", "share")
_COMPARED: tuple[Role, ...] = ("value", "before", "change", "change_pct")
_ROLES: tuple[Role, ...] = ("change_pct", "before", "change", "share", "mean")


def column(measure: str, role: Role = "value") -> str:
    """The name of a measure's column in a role."""
    return measure if role == "value" else f"{measure}_{role}"


def measure_of(name: str, model: SemanticModel) -> tuple[str, Role]:
    """Which measure a column is of, and in which role; the column itself where it is no measure's."""
    if name in model.measure or name in model.dimension:
        return name, "value"
    for role in _ROLES:
        measure = name.removesuffix(f"_{role}")
        if measure != name and measure in model.measure:
            return measure, role
    return name, "value"


def roles(plan: Plan, measure: str, model: SemanticModel) -> tuple[Role, ...]:
    """What a plan's result shows of one of its measures."""
    if plan.mean and not plan.comparison:
        return ("mean",)
    shown: tuple[Role, ...] = _COMPARED if plan.comparison else ("value",)
    return (*shown, "share") if plan.share and model.adds_up(measure) else shown


def measure_columns(plan: Plan, model: SemanticModel) -> Iterator[str]:
    """The columns that follow the dimensions in a plan's result, in order."""
    for measure in plan.measures:
        yield from (column(measure, role) for role in roles(plan, measure, model))


def format_of(name: str, model: SemanticModel) -> Format | None:
    """How a column's values are written."""
    measure, role = measure_of(name, model)
    if role in _FRACTIONS:
        return Format(type="percentage")
    found = model.measure.get(measure) or model.dimension.get(measure)
    return found.format if found else None


def is_signed(name: str, model: SemanticModel) -> bool:
    """Whether a rise in a column shows a plus."""
    measure, role = measure_of(name, model)
    return role in ("change", "change_pct") or model.about_measure(measure).signed


def is_in_points(name: str, model: SemanticModel) -> bool:
    """Whether a column is the difference of two percentages."""
    measure, role = measure_of(name, model)
    form = model.measure[measure].format if role == "change" else None
    return form is not None and form.type == "percentage"


def label_of(name: str, model: SemanticModel, language: str) -> str:
    """What people call a column."""
    measure, role = measure_of(name, model)
    if measure not in model.measure and measure not in model.dimension:
        return languages()[language].causes.get(name, name)
    label = model.label(measure, language)
    return label if role == "value" else languages()[language].roles[role].format(label)

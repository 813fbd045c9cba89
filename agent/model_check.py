"""Check the files of a semantic model against each other: names, expressions, words that would stand for two things."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from sqlglot import exp
from sqlglot.errors import SqlglotError

from agent.language import fold
from agent.metric_view import Measure, MetricView, Named, measure_named, plain_name
from agent.model import SemanticModel
from agent.relations import DIALECT, is_query, relation
from pipeline.errors import SemanticError, did_you_mean


def checked(model: SemanticModel, folder: Path, files: int) -> SemanticModel:
    """Check a model as it stands in its files, without data.

    Raises:
        SemanticError: Something is wrong; the message says where, and what was perhaps meant.
    """
    if len(model.view) < files:
        raise SemanticError(
            f"{folder}: two files are the same view, by names that differ only in letter case or ending."
        )
    for complaint in chain(_views(model), _notes(model)):
        raise SemanticError(f"{folder}: {complaint}")
    return _told_apart(model)


def words_in_common(model: SemanticModel) -> Iterator[str]:
    """Phrases that two views give to two measures or two dimensions: a question must say which it means."""
    for kind in ("measure", "dimension"):
        for phrase, names in _sayings(model, model.ordered, kind).items():
            if len(names) > 1:
                yield f"“{phrase}” stands for the {kind}s {_and(names)}: a question must say more to mean one of them"


def _views(model: SemanticModel) -> Iterator[str]:
    for view in model.ordered:
        yield from _twice(view)
        yield from _unparsable(view)
        yield from _misplaced(view)
        yield from _missing_measures(view, model)
        yield from _clashes(model, view)


def _twice(view: MetricView) -> Iterator[str]:
    for name, times in Counter(one.name for one in view.fields).items():
        if times > 1:
            yield f"{view.name}: the name '{name}' is there {times} times; names differ in more than case and spaces."


def _unparsable(view: MetricView) -> Iterator[str]:
    """What does not parse: expressions, the filter, and the names and conditions of source and joins."""
    for one in view.fields:
        try:
            _ = one.tree
        except (SqlglotError, ValueError, RecursionError) as wrong:
            yield f"{view.name}.{one.name}: '{one.expr}' is not an expression: {_first_line(wrong)}"
    try:
        _ = view.condition(), view.source_tree, [(join.tree, join.condition(above)) for join, above in view.all_joins]
    except (SqlglotError, ValueError, RecursionError) as wrong:
        yield f"{view.name}: its source, a join or its filter can't be read: {_first_line(wrong)}"
    for what, source in (("source", view.source), *((f"joins.{one.name}", one.source) for one, _ in view.all_joins)):
        tree = relation(source, "source")
        if not isinstance(tree, exp.Table if not is_query(source) else exp.Subquery) or _no_name(tree):
            yield f"{view.name}.{what}: '{source}' is neither the name of a table nor a query."


def _no_name(tree: exp.Expr) -> bool:
    return isinstance(tree, exp.Table) and not isinstance(tree.this, exp.Identifier)


def _misplaced(view: MetricView) -> Iterator[str]:
    """Measures that do not aggregate, dimensions that do, and measures that are not there."""
    for one in view.fields:
        if one.tree.find(exp.Query) or isinstance(one.tree, exp.Alias):
            yield f"{view.name}.{one.name}: '{one.expr}' must be an expression, without a query or a name in it."
        referred = [name for node in one.tree.walk() if (name := measure_named(node))]
        aggregates = bool(referred) or one.tree.find(exp.AggFunc) is not None
        if isinstance(one, Measure) and not aggregates:
            yield f"{view.name}.{one.name}: '{one.expr}' does not aggregate. {_aggregated(one, view)}"
        if isinstance(one, Measure) and one.tree.find(exp.Window):
            yield f"{view.name}.{one.name}: a window function can't be a measure; put it into the source's query."
        if not isinstance(one, Measure) and aggregates and not one.tree.find(exp.Window):
            yield f"{view.name}.{one.name}: '{one.expr}' aggregates, so it is a measure, not a dimension."


def _missing_measures(view: MetricView, model: SemanticModel) -> Iterator[str]:
    below = model.view.get(plain_name(view.source.rpartition(".")[2]))
    known = {*view.measure, *(below.measure if below else ())}
    for one in view.measures:
        referred = [name for node in one.tree.walk() if (name := measure_named(node))]
        yield from _unknown("measure", referred, known, f"{view.name}.{one.name}")


def _aggregated(one: Measure, view: MetricView) -> str:
    if one.expr in view.measure:
        return f"Did you mean 'MEASURE({one.expr})'?"
    return f"Did you mean 'SUM({one.expr})'?"


def _clashes(model: SemanticModel, view: MetricView) -> Iterator[str]:
    """One word for two things of one view can't be understood."""
    for kind in ("measure", "dimension"):
        for phrase, names in _sayings(model, (view,), kind).items():
            if len(names) > 1:
                yield f"{view.name}: '{phrase}' stands for the {kind}s {_and(names)}. Give the phrase to one of them."


def _sayings(model: SemanticModel, views: Iterable[MetricView], kind: str) -> dict[str, list[str]]:
    """The names that each phrase stands for; phrases that the small file calls weak give way, and are left out."""
    said: dict[str, list[str]] = defaultdict(list)
    for view in views:
        for one in view.measures if kind == "measure" else view.dimensions:
            about = model.about_measure(one.name) if kind == "measure" else model.about_dimension(one.name)
            more = (*about.label.values(), *chain(*about.words.values()))
            for phrase in dict.fromkeys(_normal(text) for text in (one.label, one.name, *one.synonyms, *more)):
                if one.name not in said[phrase]:
                    said[phrase].append(one.name)
    return said


def _normal(phrase: str) -> str:
    return " ".join(fold(phrase).replace("_", " ").split())


def _and(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))


def _notes(model: SemanticModel) -> Iterator[str]:
    notes = model.notes
    yield from _unknown("view", notes.views, model.view, "model.yml")
    yield from _unknown("measure", notes.default_measures, model.measure, "default_measures")
    yield from _unknown("measure", notes.headline, model.measure, "headline")
    yield from _unknown("dimension", notes.slices, model.dimension, "slices")
    yield from _about_calendar(model)
    yield from _unknown("intent", notes.suggestions, model.intents, "suggestions")
    yield from _unknown("measure", notes.measures, model.measure, "measures")
    yield from _unknown("dimension", notes.dimensions, model.dimension, "dimensions")
    for name, measure in notes.measures.items():
        named = (*measure.per, *measure.by, *measure.breakdown)
        for key in ("along", "comes_of"):
            yield from _unknown("measure", getattr(measure, key), model.measure, f"measures.{name}.{key}")
        yield from _unknown("dimension", named, model.dimension, f"measures.{name}")
    for name in notes.views:
        yield from _about_view(model, name)
    for name in model.intents:
        yield from _about_intent(model, name)


def _unknown(kind: str, names: Iterable[str], known: Iterable[str], where: str) -> Iterator[str]:
    known = list(known)
    for name in names:
        if name not in known:
            yield f"{where}: there is no {kind} '{name}'. {did_you_mean(name, known)}".strip()


def _about_calendar(model: SemanticModel) -> Iterator[str]:
    calendar = model.notes.calendar
    if calendar is not None:
        yield from _unknown("view", [calendar.view], model.view, "calendar")
        named = (calendar.day, calendar.text, *(one for one in (calendar.kind,) if one), *calendar.of.values())
        held = model.view[calendar.view].dimension if calendar.view in model.view else named
        yield from _unknown("dimension", named, held, "calendar")


def _about_view(model: SemanticModel, name: str) -> Iterator[str]:
    notes, view = model.about_view(name), model.view[name]
    used = [notes.time, notes.sample, notes.stored and notes.stored.dimension, *notes.grains.values(), *notes.rollup]
    yield from _unknown("dimension", [one for one in used if one], view.dimension, f"views.{name}")
    yield from _unknown("measure", notes.default_measures, view.measure, f"views.{name}.default_measures")


def _about_intent(model: SemanticModel, name: str) -> Iterator[str]:
    intent, where = model.intents[name], f"intents.{name}"
    fields = {*model.measure, *model.dimension}
    yield from _unknown("view", intent.views, model.view, where)
    yield from _unknown("measure", intent.measures, model.measure, where)
    yield from _unknown("dimension", intent.dimensions, model.dimension, where)
    yield from _unknown("field", (one.lstrip("-") for one in intent.order), fields, where)
    yield from _unknown("field", intent.where, fields, where)
    yield from _unknown("intent", intent.next, model.intents, where)
    yield from _unknown("dimension", intent.behind, model.dimension, f"{where}.behind")
    for side in intent.also.values():
        yield from _unknown("measure", side.measures, model.measure, f"{where}.also")
        yield from _unknown("dimension", side.dimensions, model.dimension, f"{where}.also")


def _told_apart(model: SemanticModel) -> SemanticModel:
    """Measures that share a name but not a meaning are called by their views: ``count`` of claims, of policies.

    The same name means the same in two views when both say so, by the same display name and the same comment.
    """
    meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for view in model.ordered:
        for one in view.measures:
            meanings[one.name].add((one.label, one.comment or view.name))
    apart = {name for name, different in meanings.items() if len(different) > 1} - set(model.notes.measures)
    return model.changed(view={name: _renamed(view, apart) for name, view in model.view.items()}) if apart else model


def _renamed(view: MetricView, apart: set[str]) -> MetricView:
    changed = {name: f"{view.name}_{name}" for name in view.measure if name in apart}
    measures = tuple(_with_new_names(one, changed, view.name) for one in view.measures)
    return view.fitted({}, {}, measures=measures) if changed else view


def _with_new_names(one: Measure, changed: dict[str, str], view: str) -> Measure:
    def renamed(node: exp.Expr) -> exp.Expr:
        name = measure_named(node)
        return exp.func("MEASURE", exp.column(changed[name])) if name in changed else node

    expr = one.tree.copy().transform(renamed).sql(DIALECT) if one.tree.find(exp.Anonymous) else one.expr
    said = f"{view.replace('_', ' ')} {one.label}"
    called = _called(one, changed[one.name], said) if one.name in changed else {}
    return Measure.model_validate(one.model_dump() | called | {"expr": expr})


def _called(one: Named, name: str, said: str) -> dict[str, object]:
    return {"name": name, "display_name": f"{said[:1].upper()}{said[1:]}", "synonyms": (*one.synonyms, one.label)}


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]

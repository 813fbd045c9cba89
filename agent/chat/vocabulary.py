"""Write what a chat model may know as lines of text: one a name, with what people call it and what it means."""

from collections.abc import Iterable

from sqlglot import exp

from agent.chat.calendar import weekdays, windows
from agent.chat.offer import Offer
from agent.limits import limits
from agent.metric_view import MetricView, Named
from agent.model import DEFAULT_LANGUAGE
from agent.model_file import Intent, Phrases
from agent.plan import Window


def measures_text(offer: Offer) -> str:
    """The measures."""
    return _lines(
        _line(name, offer.model.measure[name], offer.model.about_measure(name).words) for name in offer.measures
    )


def dimensions_text(offer: Offer) -> str:
    """The dimensions, and their values where these may be told."""
    return _lines(_dimension(offer, name) for name in offer.dimensions)


def intents_text(offer: Offer) -> str:
    """The intents, by the question that each stands for."""
    intents = ((name, offer.model.intents[name]) for name in offer.intents)
    return _lines(f"{name}: {_question(one)}{_also(one.words, ())}" for name, one in intents)


def _question(intent: Intent) -> str:
    return intent.question.get(DEFAULT_LANGUAGE) or next(iter(intent.question.values()), "")


def views_text(offer: Offer) -> str:
    """Which names go together: those of one view."""
    return _lines(_view(offer, view) for view in offer.views)


def clock_text(offer: Offer) -> str:
    """The data's days, and the windows that questions usually mean."""
    clock = offer.knowledge.clock
    if not clock.known:
        return "- The data have no days: no window can be asked."
    usual = clock.complete if offer.model.notes.default_window == "last_complete_day" else "all days"
    days = ", ".join(f"{weekday} {day}" for day, weekday in weekdays(clock).items())
    return _lines(
        [
            f"The data begin on {clock.first} and end on {clock.today}, which is today.",
            f"The last complete day is {clock.complete}. A question that names no days is about {usual}.",
            *(f"{name}: {_span(window)}" for name, window in windows(clock).items()),
            f"The days up to today: {days}.",
        ]
    )


def tables_text(offer: Offer) -> str:
    """The tables that SQL may read, with their columns and types."""
    return _lines(
        f"{name}({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
        for name, columns in offer.tables.items()
    )


def formulas_text(offer: Offer) -> str:
    """How the measures are computed that are more than the sum of one column."""
    return _lines(
        f"{measure.name} = {measure.expr}, from {' and '.join(view.tables)}"
        for view in offer.views
        for measure in view.measures
        if not (isinstance(measure.tree, exp.Sum) and isinstance(measure.tree.this, exp.Column))
    )


def values_text(offer: Offer) -> str:
    """The values of dimensions, where these may be told; nothing where they may not."""
    told = (name for name in offer.dimensions if offer.told.get(name))
    return _lines(f"{name}: {_listed(_quoted(value) for value in offer.told[name])}" for name in told)


def _dimension(offer: Offer, name: str) -> str:
    about = offer.model.about_dimension(name)
    return _line(name, offer.model.dimension[name], about.words) + _values(offer, name)


def _values(offer: Offer, name: str) -> str:
    values = offer.told.get(name, ())
    return f" Values: {_listed(_value(offer, name, value) for value in values)}." if values else ""


def _listed(values: Iterable[str]) -> str:
    said, most = list(values), limits().chat.listed
    return "; ".join(said[:most]) + (" …" if len(said) > most else "")


def _value(offer: Offer, name: str, value: str) -> str:
    """A value as data: quoted, and some of its own words behind it."""
    notes = offer.model.about_dimension(name).values.get(value)
    words = notes.words.get(DEFAULT_LANGUAGE, ())[: limits().chat.words] if notes else ()
    return _quoted(value) + (f" ({', '.join(words)})" if words else "")


def _quoted(value: str) -> str:
    plain = " ".join(value.split()).replace('"', "'")
    return f'"{plain}"'


def _line(name: str, field: Named, words: Phrases) -> str:
    comment = f" {field.comment}" if field.comment else ""
    return f"{name}: {field.label}.{comment}{_also(words, field.synonyms)}"


def _also(words: Phrases, synonyms: Iterable[str]) -> str:
    said = list(dict.fromkeys([*synonyms, *words.get(DEFAULT_LANGUAGE, ())]))[: limits().chat.words]
    return f" Also said: {', '.join(said)}." if said else ""


def _view(offer: Offer, view: MetricView) -> str:
    about = offer.model.about_view(view.name)
    names = [name for name in view.dimension if name in offer.dimensions]
    grains = f"; grains {', '.join(about.grains)}" if about.grains else ""
    stored = about.stored
    kept = f"; only windows of {', '.join(map(str, stored.days))} days and the month so far" if stored else ""
    return f"{view.name}: {', '.join(view.measure)}; by {', '.join(names)}{grains}{kept}"


def _span(window: Window) -> str:
    return str(window.start) if window.days == 1 else f"{window.start} to {window.end}"


def _lines(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)

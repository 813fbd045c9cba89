"""Check a chat model's draft against what there is, in words that it can mend its reply by."""

from collections.abc import Iterable, Iterator
from datetime import date

from rapidfuzz import fuzz, process

from agent.chat.offer import Offer
from agent.declined import Declined
from agent.knowledge import Knowledge, form_of
from agent.language import fold, languages
from agent.limits import limits
from agent.plan import Comparison, Draft, Filter, Window
from agent.planner import Caller, Planner
from pipeline.errors import did_you_mean

_LIKENESS = 88
"""How near a word must be to a value's name to be taken for it, of 100."""


def settled(draft: Draft, offer: Offer) -> Draft:
    """A draft with what only the data know: the values as they are spelled there, and how far its windows reach."""
    if draft.term:
        return Draft(intent=_definition(offer), term=draft.term)
    return draft.model_copy(
        update={
            "filters": tuple(_grounded(one, offer) for one in draft.filters),
            "window": _within_data(draft.window, offer),
            "comparison": _compared(draft.comparison, offer),
            "added": False,
            "all_of": (),
        }
    )


def complaints(draft: Draft, offer: Offer) -> list[str]:
    """What is wrong with a draft; nothing when the planner can complete it."""
    found = [*_names(draft, offer), *_values(draft, offer), *_windows(draft, offer), *_sizes(draft)]
    if not found and not draft.subject:
        found = ["It names no intent, measure or term: nothing is asked."]
    return found or list(_unplannable(draft, offer))


def _definition(offer: Offer) -> str | None:
    """The intent that says what a term means."""
    return next((name for name in offer.intents if offer.model.intents[name].kind == "definition"), None)


def _grounded(one: Filter, offer: Offer) -> Filter:
    spelled = _spellings(one.dimension, offer)
    return one.model_copy(update={"values": tuple(dict.fromkeys(_spelled(value, spelled) for value in one.values))})


def _spelled(value: str, spelled: dict[str, str]) -> str:
    """A value by what it was called, or nearly so; a code or a version is what it is, or it is another."""
    plain = _plain(value)
    if plain in spelled or any(letter.isdigit() for letter in plain):
        return spelled.get(plain, value)
    words = [word for word in spelled if not any(letter.isdigit() for letter in word)]
    near = process.extractOne(plain, words, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return spelled[near[0]] if near else value


def _spellings(dimension: str, offer: Offer) -> dict[str, str]:
    """Whatever a value of a dimension is called, and the value."""
    about = offer.model.about_dimension(dimension).values
    values = offer.values.get(dimension, ())
    found = {_plain(value): value for value in values}
    for value in values:
        notes = about.get(value)
        said = [offer.model.value_label(dimension, value, language) for language in languages()]
        said += [word for words in notes.words.values() for word in words] if notes else []
        for word in said:
            found.setdefault(_plain(word), value)
    return found


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").split())


def _within_data(window: Window | None, offer: Offer) -> Window | None:
    """A window up to the last day with data, and whether that day is over; as the built-in reader cuts it."""
    if window is None:
        return None
    end = min(window.end, max(offer.knowledge.clock.today, window.start))
    return Window(start=window.start, end=end, complete=end <= offer.knowledge.clock.complete)


def _compared(comparison: Comparison | None, offer: Offer) -> Comparison | None:
    if comparison is None:
        return None
    return comparison.model_copy(update={"window": _within_data(comparison.window, offer)})


def _names(draft: Draft, offer: Offer) -> Iterator[str]:
    grouped = [*draft.dimensions, *([draft.share_of] if draft.share_of else [])]
    filtered = (one.dimension for one in draft.filters)
    thresholds = (one.measure for one in draft.thresholds)
    yield from _unknown("intent", [draft.intent] if draft.intent else [], offer.intents)
    yield from _unknown("term", [draft.term] if draft.term else [], offer.terms)
    yield from _unknown("measure", (*draft.measures, *thresholds), offer.measures)
    yield from _unknown("dimension", (*grouped, *filtered), offer.dimensions)


def _unknown(kind: str, names: Iterable[str], known: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"There is no {kind} '{name}'. {did_you_mean(name, known)}".strip()


def _values(draft: Draft, offer: Offer) -> Iterator[str]:
    for one in draft.filters:
        known = offer.values.get(one.dimension)
        if one.values and known is None and one.dimension in offer.dimensions:
            yield from _identifiers(one, offer)
        for value in one.values:
            if known is not None and value not in known:
                near = did_you_mean(value, offer.told.get(one.dimension, ()))
                yield f"{one.dimension} has no value '{value}'. {near}".strip()


def _identifiers(one: Filter, offer: Offer) -> Iterator[str]:
    """A dimension with too many values to know takes those that look like one of them; others take no values."""
    forms = offer.knowledge.forms.get(one.dimension)
    if forms is None:
        yield f"{one.dimension} has no values to choose from; use low and high."
    elif not all(form_of(value) in forms for value in one.values):
        yield f"No value of {one.dimension} looks like {', '.join(one.values)}."


def _windows(draft: Draft, offer: Offer) -> Iterator[str]:
    clock = offer.knowledge.clock
    compared = draft.comparison.window if draft.comparison else None
    for window in (draft.window, compared):
        if window is None:
            continue
        if not clock.known:
            yield "The data have no days; the window must be null."
        elif window.start > window.end:
            yield f"The window starts on {window.start} but ends on {window.end}."
        elif window.start > clock.today or window.end < clock.first:
            yield f"There are data from {clock.first} to {clock.today}, none from {window.start} to {window.end}."
    for one in draft.filters:
        if one.low is not None and one.high is not None and isinstance(one.low, date) != isinstance(one.high, date):
            yield f"low and high of {one.dimension} are not of one kind."


def _sizes(draft: Draft) -> Iterator[str]:
    most = limits().chat.entries
    sizes = [len(draft.measures), len(draft.dimensions), len(draft.filters), len(draft.thresholds)]
    if max(sizes + [len(one.values) for one in draft.filters]) > most:
        yield f"There are more than {most} entries in a list."


def _unplannable(draft: Draft, offer: Offer) -> Iterator[str]:
    kind = offer.model.intents[draft.intent].kind if draft.intent else "query"
    if (kind == "definition") != bool(draft.term):
        yield "A term goes with the intent of definitions, and that intent with a term."
        return
    try:
        check_plannable(draft, offer.knowledge, offer.caller)
    except Declined as declined:
        said = {"what": ", ".join(declined.words)} | declined.values
        about = "; ".join(f"{name}: {text}" for name, text in said.items() if text)
        yield f"No plan for it ({declined.reason}): {about}. The list of views says which names go together."


def check_plannable(draft: Draft, knowledge: Knowledge, caller: Caller) -> None:
    """Check that a draft can be completed to a plan, where it needs one.

    Raises:
        Declined: It can't.
    """
    model = knowledge.model
    if not draft.term and (not draft.intent or model.intents[draft.intent].kind == "query"):
        Planner.over(knowledge).plan(draft, caller)

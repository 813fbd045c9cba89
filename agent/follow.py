"""Follow-ups: what a question leaves unsaid comes from the questions before it."""

from collections.abc import Sequence

from agent.apart import not_told_apart
from agent.declined import Declined
from agent.draft import draft_of
from agent.knowledge import Knowledge
from agent.language import fold, language_of
from agent.persons import singles_out
from agent.plan import Comparison, Draft, Filter
from agent.read import EMPTY_KINDS, Reading, read_question
from agent.unmet import asks_when, unmet

_BRIEF = 1
"""A question with no more words that mean something than this can only be meant as a follow-up."""


def draft_in_talk(reading: Reading, earlier: Sequence[str], knowledge: Knowledge) -> Draft:
    """The draft of a question, filled from the talk that it carries on.

    Args:
        reading: The question with its words' meanings.
        earlier: The earlier questions of the talk, oldest first.
        knowledge: What is known of the data.

    Raises:
        Declined: A word of the question means nothing known, or there is no such day.
    """
    return _said_within(reading, _talk(earlier, knowledge), knowledge)


def _said_within(reading: Reading, talk: list[Draft | None], knowledge: Knowledge) -> Draft:
    """The draft of a question; ``talk`` has where the talk stood before each earlier question, and where it stands."""
    if reading.of("private") or singles_out(reading, knowledge):
        raise Declined("private")
    if absent := reading.of("absent"):
        raise Declined("absent", names=", ".join(span.text for span in absent))
    unknown = (*reading.unexplained, *not_told_apart(reading, knowledge))
    if unknown:
        raise Declined("declined_words", words=unknown)
    before = talk[-1]
    if reading.of("back") and before and all(span.meaning.kind in EMPTY_KINDS for span in reading.spans):
        return next((draft for draft in reversed(talk[:-1]) if draft not in (None, before)), None) or before
    draft = draft_of(reading, knowledge, before.window if before else None)
    if before is None and _vague(draft, reading, knowledge):
        raise Declined("nothing_asked")
    whole = _measurable(_follow(draft, reading, before, knowledge) if before else draft, reading, knowledge)
    if whole.superlative and asks_when(reading, knowledge) and not (whole.dimensions or whole.grain):
        whole = whole.model_copy(update={"dimensions": _days(knowledge)})
    if left := tuple(unmet(reading, whole, knowledge)):
        raise Declined("declined_words", words=left)
    return whole


def _days(knowledge: Knowledge) -> tuple[str, ...]:
    """The dimension of days, which a first place in time is one of: "when did billing peak"."""
    views = knowledge.model.notes.views.values()
    return tuple(dict.fromkeys(one.grains["day"] for one in views if "day" in one.grains))[:1]


def _talk(earlier: Sequence[str], knowledge: Knowledge) -> list[Draft | None]:
    """Where a talk stood after each of its questions, beginning with nothing; what could not be read moves nothing."""
    talk: list[Draft | None] = [None]
    for place, question in enumerate(earlier):
        reading = read_question(
            question, knowledge.lexicon(language_of(question, earlier[:place], knowledge.own_words))
        )
        try:
            draft = _said_within(reading, talk, knowledge)
        except Declined:
            draft = Draft()
        talk.append(talk[-1] if draft.empty or draft.term else draft)
    return talk


def _vague(draft: Draft, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a talk begins with something that was not named yet: "how is it doing?"."""
    if not (draft.intent and reading.of("pronoun") and knowledge.model.intents[draft.intent].kind == "query"):
        return False
    said = [span.meaning for span in reading.spans if span.meaning.kind not in ("filler", "topic", "pronoun")]
    return all(meaning.kind == "intent" and meaning.weak for meaning in said) and draft == Draft(intent=draft.intent)


def _measurable(draft: Draft, reading: Reading, knowledge: Knowledge) -> Draft:
    """Amounts need groups to be measured by: "did calls exceed 12,000" is answered by the calls.

    Raises:
        Declined: "How many callers are over 80" is about something unknown; so is a number that nothing is made of.
    """
    loose = (
        ()
        if draft.limit or draft.filters
        else tuple(span.text for span in reading.of("number") if span.matches[0].slots["n"] != "1")
    )
    if loose:
        raise Declined("declined_words", words=loose)
    if draft.thresholds and not (draft.dimensions or draft.grain):
        words = knowledge.lexicon(reading.language).words
        if not (reading.spans and fold(reading.spans[0].text) in words.asks_whether):
            raise Declined("declined_words", words=tuple(span.text for span in reading.of("threshold")))
        return draft.model_copy(update={"thresholds": ()})
    return draft


def _follow(draft: Draft, reading: Reading, before: Draft, knowledge: Knowledge) -> Draft:
    if draft == Draft() or draft.term or not _carries_on(draft, reading, knowledge):
        return draft
    draft = draft.model_copy(
        update={
            "filters": _merged(draft, before),
            "window": draft.window or before.window,
        }
    )
    if draft.added:
        draft = draft.model_copy(
            update={
                "measures": _both(before.measures or knowledge.model.notes.default_measures[:1], draft.measures),
                "dimensions": _both(before.dimensions, draft.dimensions),
            }
        )
    if draft.intent:
        return draft
    if draft.measures:
        keeps = draft.added or ((_cue(reading) or _words(reading) <= _BRIEF) and not reading.of("count"))
        return _with_groups(draft, before) if keeps and before.intent is None else draft
    return _with_groups(draft, before).model_copy(
        update={
            "intent": before.intent,
            "measures": before.measures,
            "comparison": _compared(draft, reading, before),
            "share": draft.share or before.share,
            "mean": draft.mean or before.mean,
        }
    )


def _compared(draft: Draft, reading: Reading, before: Draft) -> Comparison | None:
    """What the talk compares with, unless the question names something else: "which grew most?" names nothing."""
    moved = draft.comparison and draft.comparison.kind == "previous" and reading.of("change")
    return before.comparison or draft.comparison if moved else draft.comparison or before.comparison


def _with_groups(draft: Draft, before: Draft) -> Draft:
    """Grouped, ordered and cut as before, unless the draft groups by something itself."""
    if (draft.dimensions or draft.grain) and not draft.added:
        return draft
    return draft.model_copy(
        update={
            "dimensions": draft.dimensions or before.dimensions,
            "grain": draft.grain or before.grain,
            "thresholds": draft.thresholds or before.thresholds,
            "superlative": draft.superlative or before.superlative,
            "limit": draft.limit or before.limit,
            "by_change": draft.by_change or before.by_change or bool(draft.superlative and draft.comparison),
        }
    )


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _carries_on(draft: Draft, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a question is meant within the talk: it names no subject of its own, or points back."""
    if not draft.subject:
        return True
    if draft.intent and not knowledge.model.intents[draft.intent].follows:
        return False
    own = draft.filters or draft.window
    if draft.intent and not own:
        return True
    return _cue(reading) or bool(reading.of("pronoun") and not draft.filters) or _words(reading) <= _BRIEF


def _cue(reading: Reading) -> bool:
    """Whether a question begins with words that carry on: "and …", "what about …", "not the cost …"."""
    said = [span for span in reading.spans if span.meaning.kind != "filler" or span.as_kind("carry")]
    return bool(said) and said[0].as_kind("carry", "without") is not None


def _words(reading: Reading) -> int:
    return sum(span.meaning.kind not in EMPTY_KINDS for span in reading.spans)


def _merged(draft: Draft, before: Draft) -> tuple[Filter, ...]:
    named = {*draft.all_of, *(one.dimension for one in draft.filters)}
    return draft.filters + tuple(one for one in before.filters if one.dimension not in named)

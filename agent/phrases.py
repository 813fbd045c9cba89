"""The phrases of a lexicon: the languages' own, the semantic model's, and the values learned from the data."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from agent.language import Language, languages, own_words, tokens
from agent.lexicon import Kind, Lexicon, Meaning
from agent.model import SemanticModel
from agent.model_file import DimensionNotes, Phrases


def build_lexicon(language: str, model: SemanticModel, values: Mapping[str, tuple[str, ...]]) -> Lexicon:
    """Gather every phrase of a language.

    Args:
        language: A language code; the words of the others are known too, but come last, since people mix them.
        model: The semantic model, with its words in every language.
        values: The values of each dimension, learned from the data.
    """
    own, others = languages()[language], [words for code, words in languages().items() if code != language]
    foreign = (
        (phrase, replace(meaning, weak=True)) for words in others for phrase, meaning in _language_phrases(words)
    )
    return Lexicon(language, [*_model_phrases(model, values), *_language_phrases(own), *foreign])


def own_words_of(model: SemanticModel) -> dict[str, frozenset[str]]:
    """The words of a model and of its languages, by the language that alone has them."""
    return own_words({code: frozenset(_words_in(code, model)) for code in languages()})


def _words_in(language: str, model: SemanticModel) -> Iterator[str]:
    notes = model.notes
    grouped = [
        *(phrases for one in notes.intents.values() for phrases in (one.words, one.weak, *one.amounts.values())),
        *(phrases for one in notes.measures.values() for phrases in (one.words, one.weak, *one.asks.values())),
        *(phrases for one in notes.dimensions.values() for phrases in _phrases_of(one)),
        *(term.words for term in notes.terms.values()),
        *(unsettled.words for unsettled in notes.ask_back.values()),
        *(notes.topic, notes.private, notes.absent),
    ]
    said = (phrase for phrases in grouped for phrase in phrases.get(language, ()))
    for phrase in (*said, *_said_in(language, model)):
        yield from (token.folded for token in tokens(phrase, language))


def _phrases_of(notes: DimensionNotes) -> Iterator[Phrases]:
    yield notes.words
    yield from (value.words for value in notes.values.values())
    yield from (group.words for group in notes.groups.values())


def _said_in(language: str, model: SemanticModel) -> Iterator[str]:
    """The language's own phrases, and what measures and dimensions are called in it."""
    yield from (phrase for phrase, _ in _language_phrases(languages()[language]))
    yield from (model.label(name, language) for name in (*model.measure, *model.dimension))


def _model_phrases(model: SemanticModel, values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Meaning]]:
    for name, intent in model.intents.items():
        yield from _each(intent.words, Meaning("intent", name))
        yield from _each(intent.weak, Meaning("intent", name, weak=True))
        for amount, phrases in intent.amounts.items():
            yield from _each(phrases, Meaning("intent", name, str(amount)))
    shared = [view for view in model.ordered if model.about_view(view.name).database == "main"]
    for name in dict.fromkeys(name for view in shared for name in view.measure):
        yield from _measure_phrases(model, name)
    for name in dict.fromkeys(name for view in shared for name in view.dimension):
        yield from _dimension_phrases(model, name, values.get(name, ()))
    yield from _other_phrases(model)


def _measure_phrases(model: SemanticModel, name: str) -> Iterator[tuple[str, Meaning]]:
    measure, notes = model.measure[name], model.about_measure(name)
    said = (measure.label, *measure.synonyms, *notes.label.values())
    yield from ((phrase, Meaning("measure", name)) for phrase in said)
    yield from _each(notes.words, Meaning("measure", name))
    yield from _each(notes.weak, Meaning("measure", name, weak=True))
    for sense, phrases in notes.asks.items():
        yield from _each(phrases, Meaning("measure", name, sense))


def _dimension_phrases(model: SemanticModel, name: str, learned: tuple[str, ...]) -> Iterator[tuple[str, Meaning]]:
    dimension, notes = model.dimension[name], model.about_dimension(name)
    said = (dimension.label, *dimension.synonyms, *notes.label.values())
    yield from ((phrase, Meaning("dimension", name)) for phrase in said)
    yield from _each(notes.words, Meaning("dimension", name))
    yield from _value_phrases(model, name, learned if notes.learn else tuple(notes.values))
    for group, grouped in notes.groups.items():
        yield from _each(grouped.words, Meaning("group", name, group))


def _other_phrases(model: SemanticModel) -> Iterator[tuple[str, Meaning]]:
    for name, unsettled in model.notes.ask_back.items():
        yield from _each(unsettled.words, Meaning("unsettled", name))
    for name, term in model.notes.terms.items():
        yield from _each(term.words, Meaning("term", name))
    yield from _each(model.notes.private, Meaning("private", ""))
    yield from _each(model.notes.absent, Meaning("absent", ""))
    yield from _each(model.notes.topic, Meaning("topic", ""))


def _value_phrases(model: SemanticModel, name: str, learned: tuple[str, ...]) -> Iterator[tuple[str, Meaning]]:
    sums = {one.rollup[name] for one in model.notes.views.values() if name in one.rollup}
    for value in (one for one in learned if one not in sums):
        meaning = Meaning("value", name, value)
        notes = model.about_dimension(name).values.get(value)
        if notes is None or notes.bare:
            yield value, meaning
        if notes:
            yield from ((label, meaning) for label in notes.label.values())
            yield from _each(notes.words, meaning)


def _language_phrases(words: Language) -> Iterator[tuple[str, Meaning]]:
    groups: dict[Kind, Phrases] = {
        "order": words.order,
        "grain": words.grains,
        "compare": words.compare,
        "compare_with": {"compare_with": words.compare_with},
        "change": words.change,
        "share": {"share": words.share},
        "mean": {"mean": words.mean},
        "threshold": words.thresholds,
        "hours": words.hours,
        "claim": words.claims,
        "time": words.times,
        "without": {"without": words.without},
        "alone": {"alone": words.alone},
        "each": {"each": words.each},
        "together": {"together": words.together},
        "everything": {"everything": words.everything},
        "everyone": {"everyone": words.everyone},
        "add": {"add": words.add},
        "back": {"back": words.back},
        "count": {"count": words.count},
        "aside": {"aside": words.asides},
        "number": {"number": ("{n}",)},
        "carry": {"carry": words.carry},
        "pronoun": {"pronoun": words.pronouns},
        "define": {"define": words.define},
        "define_bare": {"define_bare": words.define_bare},
        "define_end": {"define_end": words.define_ends},
        "chart": words.charts,
        "singular": {"singular": words.singular},
        "filler": {"filler": tuple(words.filler.split())},
    }
    for kind, group in groups.items():
        for name, phrases in group.items():
            yield from ((phrase, Meaning(kind, name)) for phrase in phrases)


def _each(phrases: Phrases, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    yield from ((phrase, meaning) for some in phrases.values() for phrase in some)

"""What the model's words mean."""

from agent.model import DEFAULT_LANGUAGE, SemanticModel


def define(name: str, model: SemanticModel, language: str) -> tuple[str, str]:
    """A term, measure or dimension as people call it, and its definition.

    Args:
        name: Its name in the model, or a value of one of its dimensions, whose dimension is explained then.
        model: The semantic model.
        language: A language code.
    """
    term = model.notes.terms.get(name)
    if term:
        said = term.words.get(language) or term.words[DEFAULT_LANGUAGE]
        return said[0], term.text.get(language) or term.text[DEFAULT_LANGUAGE]
    found = model.measure.get(name) or model.dimension[name]
    notes = model.about_measure(name) if name in model.measure else model.about_dimension(name)
    return model.label(name, language), notes.about.get(language) or found.comment or found.expr

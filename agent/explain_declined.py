"""Say why a question can't be answered, and what can."""

from agent.declined import Declined
from agent.language import languages
from agent.model import SemanticModel
from agent.numbers import join, write_date, write_window
from agent.plan import Window
from agent.reply import Answer
from agent.suggest import questions, saying, what_can_be_asked
from agent.turn import Tools, Turn


def explain_declined(declined: Declined, turn: Turn, tools: Tools) -> Answer:
    """Say why a question can't be answered, and what can."""
    language, model = turn.language, tools.model
    values = what_can_be_asked(model, language)
    if declined.reason == "declined_words":
        said = join([f"“{word}”" for word in declined.words], language)
        text = saying("declined_words", values | {"words": said}, language)
    else:
        reason = languages()[language].reasons[declined.reason].format(**_values(declined, turn, tools))
        text = saying("declined", values | {"reason": reason}, language)
    return Answer(
        status="declined",
        code=declined.reason,
        answer=text,
        language=language,
        as_of=tools.knowledge.clock.today,
        window=window if isinstance(window := declined.values.get("window"), Window) else None,
        suggestions=questions(model, language),
        trace_id=turn.trace_id,
    )


def _values(declined: Declined, turn: Turn, tools: Tools) -> dict[str, str]:
    """What a reason's text needs, with names as people read them."""
    model, language, clock = tools.model, turn.language, tools.knowledge.clock
    days = {"today": clock.today, "first": clock.first, "date": clock.complete}
    return {
        "names": join([_said(word, model, language) for word in declined.words], language),
        **{name: write_date(day, language) for name, day in days.items()},
        **{name: _said(value, model, language) for name, value in declined.values.items()},
    }


def _said(value: object, model: SemanticModel, language: str) -> str:
    if isinstance(value, Window):
        return write_window(value, language)
    text = str(value)
    return model.label(text, language) if text in {*model.measure, *model.dimension} else text

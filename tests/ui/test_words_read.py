"""How a question was read, and its plan, in plain words of both languages."""

import pytest

from agent.lexicon import RANK
from agent.model import SemanticModel
from agent.plan import Comparison, Filter, Order, Plan, Threshold, Window
from agent.reply import Answer, Shown, Word
from ui.page_file import page_file
from ui.plan_words import plan_words
from ui.words_read import words_read

WEEK = Window(start="2026-11-16", end="2026-11-22")
PLAN = Plan(
    view="calls",
    measures=("leaked_calls", "cost"),
    dimensions=("device",),
    filters=(Filter(dimension="journey", values=("billing",)),),
    thresholds=(Threshold(measure="leaked_calls", op="gt", value=500),),
    window=WEEK,
    comparison=Comparison(kind="previous", window=WEEK.before()),
    hours=9,
    share=True,
    order=(Order(by="leaked_calls", of="change", descending=True),),
    limit=3,
)


def read(language: str, *words: tuple[str, str, str]) -> Answer:
    said = tuple(Word(text=text, kind=kind, meaning=meaning) for text, kind, meaning in words)
    shown = Shown(said="", plan=PLAN, columns=(), words=said)
    return Answer(status="answered", answer="", language=language, window=WEEK, plan=shown, trace_id="0")


@pytest.mark.parametrize(
    ("language", "word", "said"),
    [
        ("en", ("calls", "measure", "leaked_calls"), ("measure", "Leaked calls")),
        ("en", ("billing", "value", "billing"), ("value", "Billing (Journey)")),
        ("en", ("last week", "time", "last_week"), ("time", "from November 16 to Sunday, November 22, 2026")),
        ("en", ("breaking", "intent", "breaking"), ("question", "What's breaking today?")),
        ("en", ("more than 500", "threshold", "gt"), ("threshold", "above")),
        ("en", ("by", "each", "each"), ("grouping", "")),
        ("es", ("llamadas", "measure", "leaked_calls"), ("medida", "Llamadas por fallas digitales")),
        ("es", ("más de 500", "threshold", "gt"), ("umbral", "más de")),
    ],
)
def test_words(language: str, word: tuple[str, str, str], said: tuple[str, str], model: SemanticModel) -> None:
    (view,) = words_read(read(language, word), model)
    assert (view.text, view.kind, view.meaning) == (word[0], *said)


def test_a_plan_part_by_part(model: SemanticModel) -> None:
    assert list(plan_words(PLAN, model, "en")) == [
        ("Measured", "Leaked calls and Cost"),
        ("By", "Device"),
        ("Only", "Billing"),
        ("Kept where", "Leaked calls above 500"),
        ("When", "From November 16 to Sunday, November 22, 2026"),
        ("Compared with", "From November 9 to Sunday, November 15, 2026"),
        ("Hours", "Before 9:00 of each day"),
        ("Also", "The share of the total"),
        ("Order", "Change in Leaked calls, the highest first"),
        ("First rows", "3"),
    ]


def test_a_plan_that_asks_for_nothing_says_nothing(model: SemanticModel) -> None:
    assert list(plan_words(Plan(), model, "es")) == []


def test_both_languages_have_words_for_the_same_things() -> None:
    english, spanish = page_file().words["en"], page_file().words["es"]
    for name in ("kinds", "plan_parts", "meanings"):
        assert set(getattr(english, name)) == set(getattr(spanish, name))


def test_every_kind_of_word_has_a_name() -> None:
    assert set(RANK) - {"filler"} <= set(page_file().words["en"].kinds)

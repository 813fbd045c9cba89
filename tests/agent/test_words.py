"""Numbers, dates and windows as people write them; times by the data's own clock; the lock on numbers."""

from datetime import date
from decimal import Decimal

import pytest

from agent.engine import Result
from agent.facts import CellRef, Fact
from agent.language import language_of, languages
from agent.metric_view import Decimals, Format
from agent.model import load_model
from agent.numbers import join, write_value, write_window
from agent.phrases import build_lexicon
from agent.plan import Window
from agent.provenance import ProvenanceError, check_provenance
from agent.read import read_question

USD = Format(type="currency", currency_code="USD", decimal_places=Decimals(type="exact", places=0))
PERCENT = Format(type="percentage", decimal_places=Decimals(type="exact", places=0))
SCORE = Format(type="number", decimal_places=Decimals(type="exact", places=2))
SHORT = Format(type="currency", currency_code="USD", decimal_places=Decimals(places=2), abbreviation="compact")
SHORTER = SHORT.model_copy(update={"decimal_places": Decimals(type="exact", places=1)})


@pytest.mark.parametrize(
    ("value", "form", "signed", "text"),
    [
        (40000, USD, False, "$40,000"),
        (Decimal("-0.65"), SCORE, False, "−0.65"),
        (Decimal("0.28"), PERCENT, False, "28 %"),
        (Decimal("0.13999"), PERCENT, True, "+14 %"),
        (Decimal("-0.03"), PERCENT, True, "−3 %"),
        (Decimal("-0.001"), PERCENT, True, "0 %"),
        (Decimal("0.125"), PERCENT, False, "13 %"),
        (14_600_000, SHORT, False, "$14.6M"),
        (876_000, SHORT, False, "$876K"),
        (Decimal("998640"), SHORTER, False, "$1.0M"),
        (Decimal("300176"), SHORTER, False, "$300K"),
        (Decimal("159782.4"), SHORTER, False, "$160K"),
        (999, SHORT, False, "$999"),
        (12000, None, False, "12,000"),
        (None, USD, False, "none"),
        (date(2026, 11, 20), None, False, "November 20"),
        ("x", None, False, "x"),
    ],
)
def test_values(value: object, form: Format | None, signed: bool, text: str) -> None:
    assert write_value(value, form, "en", signed) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "complete", "language", "text"),
    [
        ("2026-11-20", "2026-11-20", True, "en", "on Friday, November 20, 2026"),
        ("2026-11-20", "2026-11-20", False, "en", "on Friday, November 20, 2026, which is not over yet"),
        ("2026-11-14", "2026-11-20", True, "en", "from November 14 to Friday, November 20, 2026"),
        ("2026-11-20", "2026-11-20", True, "es", "el viernes 20 de noviembre de 2026"),
    ],
)
def test_windows(start: str, end: str, complete: bool, language: str, text: str) -> None:
    window = Window(start=date.fromisoformat(start), end=date.fromisoformat(end), complete=complete)
    assert write_window(window, language) == text


def test_lists() -> None:
    assert [join(some, "en") for some in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("question", "earlier", "language"),
    [
        ("What's breaking today?", (), "en"),
        ("¿Qué está fallando hoy?", (), "es"),
        ("cuanto cuesta", (), "es"),
        ("android", ("¿Qué falla por dispositivo?",), "es"),
        ("android", (), "en"),
    ],
)
def test_language(question: str, earlier: tuple[str, ...], language: str) -> None:
    assert language_of(question, earlier) == language


def test_languages_have_the_same_parts() -> None:
    first, *others = (
        {"times": set(one.times), "write": set(one.write), "say": set(one.say), "reasons": set(one.reasons)}
        for one in languages().values()
    )
    assert all(one == first for one in others)


RESULTS = {"rows": Result(("calls",), ((5000,),), False, 0.0)}
FACT = Fact(
    name="calls",
    label="Calls",
    value=5000,
    unit="number",
    text="5,000",
    operation="cell",
    cells=(CellRef(query="rows", row=0, column="calls"),),
)


def test_numbers_that_stand_in_results_may_be_said() -> None:
    check_provenance("5,000 calls on November 20", [FACT], ["November 20"], RESULTS)


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("5,001 calls", FACT),
        ("5,000 calls, 12 % more", FACT),
        ("5,100 calls", FACT.model_copy(update={"value": 5100, "text": "5,100"})),
    ],
)
def test_no_other_number_may_be_said(sentence: str, fact: Fact) -> None:
    with pytest.raises(ProvenanceError):
        check_provenance(sentence, [fact], [], RESULTS)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("word", ["a", "the", "la", "el", "9", "monday", "from", "a\u0300\u0301"])
def test_a_word_said_over_and_over_is_read_without_trying_every_way(word: str, language: str) -> None:
    lexicon = build_lexicon(language, load_model(), {})
    assert len(read_question(f"{word} " * 60, lexicon).spans) <= 60

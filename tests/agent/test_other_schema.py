"""The agent knows only what its files say: another trade's model and data need no code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.answer import Agent
from agent.planner import Caller

MODEL = Path(__file__).with_name("shop")


@pytest.fixture(scope="module")
def barista(shop: Path) -> Iterator[Agent]:
    loaded = Agent.load(MODEL, shop)
    yield loaded
    loaded.close()


@pytest.mark.parametrize(
    ("question", "rows", "says"),
    [
        ("takings by town", [("Leeds", 459), ("York", 200)], "Leeds comes first on Sunday, March 2, 2025"),
        ("cups of espresso yesterday", [(40,)], "40 cups sold"),
        ("average price by drink last 2 days", None, "£4.00"),
        ("which branch has the most cups", [("Station", 120)], "Next: Minster (50) and Market (30)"),
        ("revenue in York", [(200,)], "£200"),
        ("How are we doing?", [(659, 200)], "£659"),
    ],
)
def test_answers(barista: Agent, viewer: Caller, question: str, rows: list[tuple[object]] | None, says: str) -> None:
    answer = barista.ask(question, caller=viewer)
    assert answer.status == "answered", answer.answer
    assert says in answer.answer
    if rows is not None:
        assert list(answer.rows) == rows


def test_only_the_joins_that_are_needed(barista: Agent, viewer: Caller) -> None:
    tables = {q: barista.explain(q, caller=viewer).queries[0].tables for q in ("cups", "cups by store", "cups by town")}
    assert tables["cups"] == ("shop.orders",)
    assert tables["cups by store"] == ("shop.orders", "shop.stores")
    assert tables["cups by town"] == ("shop.orders", "shop.stores", "shop.towns")


def test_words_of_the_first_trade_mean_nothing_here(barista: Agent, viewer: Caller) -> None:
    answer = barista.ask("leaked calls by device", caller=viewer)
    assert answer.status == "declined"
    assert "“leaked”" in answer.answer

"""What is learned where no small file says it: times, grains, the clock, kinds, identifiers, what to measure."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from agent.engine import Catalog, DuckDBEngine, Result
from agent.knowledge import NO_CLOCK, Knowledge, learn
from agent.limits import limits
from agent.model import load_model
from agent.model_report import report
from pipeline.errors import ExecuteError, SemanticError

DATA = """
CREATE SCHEMA sales;
CREATE TABLE sales.Orders AS
SELECT 'ORD-' || lpad(CAST(i AS VARCHAR), 6, '0') AS "Order Id",
  'Customer ' || chr(CAST(65 + i % 26 AS INTEGER)) || chr(CAST(65 + i // 26 % 26 AS INTEGER))
  || chr(CAST(65 + i // 676 AS INTEGER)) AS customer, DATE '2024-01-01' + CAST(i % 60 AS INTEGER) AS due_date,
  DATE '2024-01-01' + CAST(i % 50 AS INTEGER) AS ordered, i % 2 = 0 AS paid, i % 100 AS amount, 'x' AS kind
FROM range(3000) r(i);
CREATE TABLE sales.shops AS SELECT 1 AS shop_id, 'Leeds' AS town;
CREATE TABLE other AS SELECT 1 AS a;
CREATE SCHEMA twice;
CREATE TABLE twice.other AS SELECT 1 AS a;
"""
ORDERS = """
version: 1.1
source: orders
dimensions:
  - {name: Order, expr: "`Order Id`"}
  - {name: Customer, expr: CUSTOMER}
  - {name: Due, expr: due_date, display_name: Due date}
  - {name: Order Month, expr: "DATE_TRUNC('MONTH', ordered)"}
  - {name: Paid, expr: paid}
  - {name: Amount, expr: amount}
measures:
  - {name: Revenue, expr: SUM(amount)}
  - {name: Orders, expr: COUNT(*)}
"""
SHOPS = """
version: 1.1
source: sales.shops
dimensions: [{name: Town, expr: town}]
measures: [{name: Count, expr: COUNT(*)}]
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    file = tmp_path_factory.mktemp("data") / "trade-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(DATA)
    found = DuckDBEngine(file, limits().execute)
    yield found
    found.close()


Learned = Callable[..., Knowledge]


@pytest.fixture
def learned(engine: DuckDBEngine, tmp_path: Path) -> Learned:
    def from_files(**files: str) -> Knowledge:
        for name, text in files.items():
            (tmp_path / f"{name}.yml").write_text(text)
        return learn(load_model(tmp_path), engine, limits().learn)

    return from_files


def test_kinds(learned: Learned) -> None:
    model = learned(orders=ORDERS).model
    kinds = {"customer": "text", "due": "date", "order_month": "date", "paid": "bool", "amount": "number"}
    assert {name: model.kind(name) for name in kinds} == kinds
    assert model.kind("revenue", "orders") == "number"


def test_time_runs_by_the_date_below_a_month_rather_than_by_a_due_date(learned: Learned) -> None:
    knowledge = learned(orders=ORDERS)
    about = knowledge.model.about_view("orders")
    assert about.time == about.grains["day"] == "day"
    assert about.grains["month"] == "order_month", "the view's own month is used"
    assert set(about.grains) == {"day", "week", "month", "quarter", "year"}
    assert knowledge.model.other_times("orders") == ("due",)
    assert knowledge.days["orders"] == (dt.date(2024, 1, 1), dt.date(2024, 2, 19))


def test_the_clock_is_the_last_day_of_any_view(learned: Learned) -> None:
    later = ORDERS.replace("DATE_TRUNC('MONTH', ordered)", "due_date").replace("`Order Id`", "kind")
    clock = learned(orders=ORDERS, later=later.replace("name: Revenue", "name: Late revenue")).clock
    assert (clock.first, clock.today, clock.complete) == (
        dt.date(2024, 1, 1),
        dt.date(2024, 2, 29),
        dt.date(2024, 2, 29),
    )


def test_without_dates_there_is_no_clock_and_no_window(learned: Learned) -> None:
    knowledge = learned(shops=SHOPS)
    assert knowledge.clock == NO_CLOCK
    assert not knowledge.clock.known
    assert knowledge.model.about_view("shops").time is None


def test_what_is_measured_when_nothing_is_named(learned: Learned) -> None:
    model = learned(orders=ORDERS, shops=SHOPS).model
    assert model.default_measures("orders") == ("orders",), "what counts rows goes before the first measure"
    assert model.default_measures() == ("orders",)
    assert model.notes.name
    assert model.about_view("shops").words["en"] == ("shops",)


def test_identifiers_are_known_by_their_form_and_found_in_the_data(learned: Learned, engine: DuckDBEngine) -> None:
    knowledge = learned(orders=ORDERS)
    assert "order" not in knowledge.values
    assert knowledge.could_be("ord-12") == ("order",)
    assert knowledge.could_be("ORD/12") == ()
    assert knowledge.could_be("Customer") == ()
    assert knowledge.looked_up("ord-000012", engine) == {"order": "ORD-000012"}
    assert knowledge.looked_up("customer bba", engine) == {"customer": "Customer BBA"}
    assert knowledge.looked_up("' OR 1=1 --", engine) == {}


def test_a_table_of_several_schemas_needs_its_schema(learned: Learned) -> None:
    other = "version: 1.1\nsource: {}\nmeasures: [{{name: n, expr: COUNT(*)}}]\n"
    with pytest.raises(SemanticError, match=r"'other' is a table of several schemas: main\.other, twice\.other"):
        learned(other=other.format("other"))
    assert learned(other=other.format("twice.other")).model.view["other"].source == "twice.other"


def test_measures_of_one_name_and_two_meanings_are_told_apart(learned: Learned) -> None:
    orders = ORDERS + '  - {name: Count, expr: COUNT(*)}\n  - {name: Twice, expr: "MEASURE(Count) * 2"}\n'
    model = learned(orders=orders, shops=SHOPS).model
    assert {"orders_count", "shops_count"} <= set(model.measure)
    assert "count" not in model.measure
    assert model.measure["orders_count"].label == "Orders Count"
    assert model.adds_up("twice")


def test_measures_of_one_name_and_one_comment_are_one(learned: Learned) -> None:
    said = SHOPS.replace("expr: COUNT(*)", "expr: COUNT(*), comment: Shops that are open.")
    assert "count" in learned(shops=said, more=said).model.measure


def test_words_that_two_views_share_are_warned_of(learned: Learned) -> None:
    more = SHOPS.replace("name: Count", "name: Sites, synonyms: [count]")
    warnings = report(learned(shops=SHOPS, more=more)).warnings
    assert any("“count” stands for the measures count and sites" in one for one in warnings)


def test_what_the_guard_would_refuse_is_found_before_a_question(learned: Learned) -> None:
    with pytest.raises(SemanticError, match=r"shops.town: 'MD5.town.' can't be asked: the function"):
        report(learned(shops=SHOPS.replace("expr: town", "expr: MD5(town)")))


class Slow:
    """An engine that stops what takes too long: several queries at once, and those over one column."""

    def __init__(self, inner: DuckDBEngine, column: str) -> None:
        self._inner, self._column = inner, column
        self.dialect = inner.dialect

    def run(self, queries: Sequence[str]) -> list[Result]:
        if len(queries) > 3 or any("DISTINCT" in one and self._column in one for one in queries):
            raise ExecuteError("the query was stopped.")
        return self._inner.run(queries)

    def catalog(self) -> Catalog:
        return self._inner.catalog()

    def version(self) -> object:
        return self._inner.version()

    def close(self) -> None:
        return None


def test_what_takes_too_long_to_learn_is_done_without(engine: DuckDBEngine, tmp_path: Path) -> None:
    views = ORDERS + "  - {name: Kinds, expr: COUNT(*)}\n"
    (tmp_path / "orders.yml").write_text(views.replace("{name: Paid", "{name: Kind, expr: kind}\n  - {name: Paid"))
    knowledge = learn(load_model(tmp_path), Slow(engine, "customer"), limits().learn)
    assert "customer" in knowledge.forms
    assert knowledge.values["kind"] == ("x",)
    assert knowledge.clock.today == dt.date(2024, 2, 19)

"""What shipped actions saved is the same on both engines, and at once when somebody decides as after a build."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from pipeline.build import build
from pipeline.impacts import impacts
from pipeline.ledger import Action, Change, Ledger, Who
from pipeline.serving import served
from pipeline.settings import Settings

OLGA = Who("olga", "operator")
ACTIONS = [
    Action("abc12345", "Say it better", "Web Team", "billing", "all", 30, Decimal("0.1140"), Decimal(9986)),
    Action("def12345", "Say it sooner", "Web Team", "pharmacy", "Commercial", 3, Decimal("0.1000"), Decimal(99)),
]
SHIPPED = Change("shipped", shipped_on=date(2026, 10, 20), exposed_share=Decimal("0.5"))


def ship(settings: Settings) -> None:
    for action in ACTIONS:
        Ledger(settings).record(action, SHIPPED, OLGA)


def test_at_once_as_after_a_build(raw_home: Callable[[str, str], Settings]) -> None:
    settings = raw_home("embedded", "duckdb")
    build(settings)
    assert impacts(settings) == []
    ship(settings)
    at_once = impacts(settings)
    assert [one["action_id"] for one in at_once] == ["abc12345", "def12345"]
    assert not build(settings).unchanged
    with duckdb.connect(served(settings).database, read_only=True) as gold:
        found = gold.sql("SELECT * FROM gold.action_impact ORDER BY action")
        assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == at_once


@pytest.mark.spark
@pytest.mark.slow
def test_the_same_on_spark(
    raw_home: Callable[[str, str], Settings], differences: Callable[[Settings, Settings], dict[str, int]]
) -> None:
    embedded, spark = raw_home("embedded", "duckdb"), raw_home("spark", "spark")
    for settings in (embedded, spark):
        ship(settings)
        build(settings)
    assert differences(embedded, spark) == {}
    assert len(impacts(spark)) == len(ACTIONS)

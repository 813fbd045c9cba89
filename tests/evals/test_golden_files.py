"""The golden questions' files: their format, and that every reference query runs over the contracts' tables."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from sqlglot import exp, parse

from pipeline.contract import load_contracts

FOLDER = Path(__file__).resolve().parents[2] / "evals" / "golden"
KEYS = {"id", "ask", "es", "talk", "talk_es", "tags", "role", "sql", "ordered", "intent", "says", "status", "reason"}
INTENTS = {"breaking", "who", "why", "upside", "actions", "decide", "decisions", "playback", "help", "freshness"}
INTENTS |= {"definition", "quality", "normal", "release", "impact", "incremental"}
STATUSES = {"answered", "clarify", "declined"}
SPANISH = re.compile(r"[áéíóúñ¿¡]|\b(el|la|los|las|de|del|por|y|en|qué|que|cual|hola|ayuda|solo|sin|contra)\b", re.I)


def _read() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=str(case.get("id", path.name)))


CASES = list(_read())
ALL: list[dict[str, Any]] = [param.values[0] for param in CASES]
REFERENCES = [param for param in CASES if "sql" in param.values[0]]
TWINS = [case for case in ALL if "es" in case]


def _statuses(case: dict[str, Any]) -> list[str]:
    status = case.get("status", "answered")
    return [status] if isinstance(status, str) else status


@pytest.fixture(scope="module")
def empty_gold() -> Iterator[duckdb.DuckDBPyConnection]:
    """The gold tables that everybody may read, as their contracts say, without rows."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA gold")
        for contract in load_contracts().values():
            if contract.schema_name == "gold" and not contract.restricted_to:
                columns = ", ".join(f'"{name}" {column.type}' for name, column in contract.columns.items())
                connection.execute(f"CREATE TABLE {contract.table} ({columns})")
        yield connection


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_written_as_cases_are(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case["id"])
    assert case["ask"].strip()
    assert case["tags"]
    assert case.get("intent", "help") in INTENTS
    assert case.get("role", "care_ops") in {"care_ops", "operator"}, "a viewer is who asks when nobody is named"
    assert "sql" in case or not case.get("ordered")


@pytest.mark.parametrize("case", CASES)
def test_what_is_expected_of_an_answer_fits_its_status(case: dict[str, Any]) -> None:
    statuses = _statuses(case)
    assert statuses
    assert set(statuses) <= STATUSES
    assert len(set(statuses)) == len(statuses)
    assert ("answered" in statuses) == any(key in case for key in ("sql", "says", "intent"))


@pytest.mark.parametrize("case", CASES)
def test_a_twin_is_the_same_talk_in_spanish(case: dict[str, Any]) -> None:
    talk = case.get("talk", [])
    assert len(talk) <= 5
    assert len(case.get("talk_es", [])) == (len(talk) if "es" in case else 0)


@pytest.mark.parametrize("case", REFERENCES)
def test_a_reference_is_one_query_over_gold_that_runs(
    case: dict[str, Any], empty_gold: duckdb.DuckDBPyConnection
) -> None:
    (tree,) = parse(case["sql"], read="duckdb")
    assert isinstance(tree, exp.Query)
    assert bool(tree.args.get("order")) or not case.get("ordered")
    assert not list(tree.find_all(exp.Star))
    empty_gold.execute(case["sql"]).fetchall()


def test_ids_are_unique() -> None:
    assert not [name for name, times in Counter(case["id"] for case in ALL).items() if times > 1]


def test_no_question_is_asked_twice_in_the_same_talk_and_role() -> None:
    asked = Counter((case["ask"].lower(), *case.get("talk", []), case.get("role", "viewer")) for case in ALL)
    assert not [question for question, times in asked.items() if times > 1]


def test_twins_are_in_spanish() -> None:
    doubtful = [case["id"] for case in TWINS if "mixed" not in case["tags"] and not SPANISH.search(case["es"])]
    assert len(doubtful) <= len(TWINS) * 0.1, doubtful


@pytest.mark.parametrize(
    ("kind", "least"),
    [("follow_up", 60), ("unanswerable", 60), ("ambiguous", 20), ("mixed", 20), ("typo", 10), ("false_premise", 5)],
)
def test_enough_of_every_kind(kind: str, least: int) -> None:
    assert sum(kind in case["tags"] for case in ALL) >= least


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_every_intent_is_asked_for(intent: str) -> None:
    assert sum(case.get("intent") == intent for case in ALL) >= 5


def test_enough_twins() -> None:
    assert len(ALL) >= 330
    assert len(TWINS) >= 200

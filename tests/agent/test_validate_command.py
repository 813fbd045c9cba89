"""``leakage validate --batch`` gives every line of any file one verdict."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.limits import limits
from pipeline.settings import load_settings
from ui.commands.ask import check_many

GOOD = '{"id": "good", "sql": "SELECT SUM(leaked_calls) AS calls FROM gold.segment_drilldown", "dialect": "duckdb"}'
BAD = {
    "not json": ("unreadable", None),
    "[1, 2": ("unreadable", None),
    '"text"': ("unreadable", None),
    "[]": ("unreadable", None),
    "null": ("unreadable", None),
    "1" * 5000: ("unreadable", None),
    "[" * 100_000: ("unreadable", None),
    '{"id": NaN, "sql": "SELECT 1"}': ("unreadable", None),
    "{}": ("unreadable", None),
    '{"id": 1}': ("unreadable", 1),
    '{"id": 2, "sql": null}': ("unreadable", 2),
    '{"id": 3, "sql": 5}': ("unreadable", 3),
    '{"id": 4, "sql": ["SELECT 1"]}': ("unreadable", 4),
    '{"id": 5, "sql": "SELECT 1", "dialect": 7}': ("unreadable", 5),
    '{"id": 6, "sql": "SELECT 1", "dialect": "klingon"}': ("unknown_dialect", 6),
    '{"id": 7, "sql": "SELECT 1", "dialect": ""}': ("unknown_dialect", 7),
    '{"id": {"a": [1]}, "sql": ""}': ("unreadable", None),
    '{"id": "a", "sql": ""}': ("empty", "a"),
    r'{"id": "\ud800", "sql": "SELECT \u0000"}': ("control_characters", "\ud800"),
    r'{"id": 8, "sql": "SELECT \ud83d"}': ("unreadable", 8),
    r'{"id": 9, "sql": "SELECT \u2028 nothing"}': ("unknown_column", 9),
    '{"id": 10, "sql": "SELECT \'' + "x" * 5_000_000 + "'\"}": ("too_long", 10),
    '{"id": 11, "sql": "SELECT ' + "(" * 9000 + '"}': ("too_large", 11),
    '{"sql": "DROP TABLE gold.savings_model"}': ("unreadable", None),
    '{"id": 12, "sql": "DROP TABLE gold.savings_model"}': ("not_a_query", 12),
}


Judge = Callable[[Path], list[dict[str, object]]]


@pytest.fixture
def judged(tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    def judge(file: Path) -> list[dict[str, object]]:
        check_many(load_settings(home=str(tmp_path)), file, model=None, data=database)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return judge


def test_each_line_gets_one_verdict(tmp_path: Path, judged: Judge) -> None:
    file = tmp_path / "statements.jsonl"
    file.write_text("\n".join(["\ufeff" + GOOD, "", *BAD, "   ", GOOD]))
    first, *bad, last = judged(file)
    assert [(one["code"], one["id"]) for one in bad] == list(BAD.values())
    assert all(one["reason"] and one["allowed"] is False and one["sql"] is None for one in bad)
    assert first == last
    assert first["id"] == "good"
    assert first["allowed"] is True
    assert str(first["sql"]).endswith(f"FROM gold.segment_drilldown LIMIT {limits().execute.rows + 1}")


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00", b"\x00\x01", b'{"id": 1, "sql": "\xe9"}', b"\r\n\r\n", b""])
def test_bytes_that_are_no_text_end_nothing(content: bytes, tmp_path: Path, judged: Judge) -> None:
    file = tmp_path / "statements.jsonl"
    file.write_bytes(content + b"\n" + GOOD.encode())
    verdicts = judged(file)
    assert verdicts[-1]["allowed"] is True
    assert all(one["code"] for one in verdicts[:-1])

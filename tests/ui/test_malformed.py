"""Whatever the command is given, it ends in an answer or in one clear error, never in a stack trace."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline.settings import Settings
from ui.cli import main

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
MALFORMED = yaml.safe_load((HERE / "malformed.yml").read_text())
LINES = yaml.safe_load((HERE / "lines.yml").read_text())
BINARY = bytes.fromhex("fffe0001\n80818283\nc3280a".replace("\n", "0a"))


@dataclass(frozen=True)
class Ran:
    """How the command ended, and what it printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """The command in this process, in a folder of its own and without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
        for name, value in (env or {}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["leakage", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = _ended()
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


def _ended() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture
def files(tmp_path: Path) -> None:
    for name, text in {
        "empty": "",
        "text.csv": "a,b\n1,2\n",
        "broken.yml": "x: [",
        "list.yml": "- a\n",
        "broken-model/model.yml": "x: [",
        "broken-golden/cases.yml": "- [",
        "golden/cases.yml": "- id: a\n  ask: cost\n  says: [calls]\n",
        "damaged/tables/ops/runs/_delta_log/00000000000000000000.json": "garbage",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(BINARY)
    for name, sql in {"empty": "SELECT 1", "other": "CREATE TABLE t AS SELECT range AS a FROM range(100000)"}.items():
        with duckdb.connect(tmp_path / f"{name}.duckdb") as connection:
            connection.execute(sql)
    whole = (tmp_path / "other.duckdb").read_bytes()
    (tmp_path / "cut.duckdb").write_bytes(whole[: len(whole) // 2])


def _named(one: dict[str, Any]) -> str:
    return " ".join([*(f"{name}={value}" for name, value in one.get("env", {}).items()), *one["words"]])


@pytest.mark.parametrize("one", MALFORMED, ids=_named)
@pytest.mark.usefixtures("files")
def test_one_clear_error(one: dict[str, Any], command: Command, day: Settings) -> None:
    home = {} if "--home" in one["words"] or one["words"][0] in ("generate", "build") else {"LEAKAGE_HOME": day.home}
    env = {name: str(value) for name, value in (home | one.get("env", {})).items()}
    ran = command(*one["words"], stdin=one.get("stdin", "").encode(), env=env)
    assert ran.code != 0
    assert [text for text in one["says"] if text not in ran.err] == []
    assert not any(text in ran.out + ran.err for text in ("Traceback", "should not happen", '.py", line'))


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return [
        bytes.fromhex(one["hex"]) if "hex" in one else (one["line"] * one.get("times", 1)).encode() for one in LINES
    ]


def _batch(command: Command, day: Settings, *lines: bytes) -> list[dict[str, Any]]:
    ran = command("ask", "--batch", "-", "--json", "--home", str(day.home), stdin=b"\r\n".join(lines))
    assert "Traceback" not in ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_no_line_ends_a_batch(command: Command, day: Settings, lines: list[bytes]) -> None:
    good = [b'\xef\xbb\xbf{"id": "first", "question": "cost"}', b"", b'{"id": 7.5, "question": "cost by device"}']
    answers = _batch(command, day, *good, *lines, b'{"id": "last", "question": "cost", "conversation": null}')
    assert [(one["id"], one["status"]) for one in (*answers[:2], answers[-1])] == [
        ("first", "answered"),
        (7.5, "answered"),
        ("last", "answered"),
    ]
    for number, (wrong, answer) in enumerate(zip(LINES, answers[2:-1], strict=True), 4):
        assert (answer["id"], answer["status"]) == (wrong.get("id"), "failed")
        assert wrong["says"] in answer["answer"]
        assert answer["answer"].startswith(f"Line {number}: ")
        assert set(answer) == set(answers[0])


@pytest.mark.parametrize(
    "question", ["cost\x00", "cost\u2028by device", "\U0001f4b8" * 300, "x" * 100_000, "", " ", "\ufeffcost", "'; --"]
)
def test_odd_questions_get_answers(question: str, command: Command, day: Settings) -> None:
    line = json.dumps({"id": 1, "question": question, "conversation": [question] * 3}, ensure_ascii=False).encode()
    (answer,) = _batch(command, day, line.replace(b"\x00", b"\\u0000"))
    assert answer["status"] in ("answered", "clarify", "declined")


def test_what_goes_wrong_inside_fails_one_line(
    command: Command, day: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("never seen before")

    monkeypatch.setattr("agent.answer.Agent.ask", broken)
    answers = _batch(command, day, b'{"id": 1, "question": "cost"}', b'{"id": 2, "question": "cost"}')
    assert [(one["id"], one["status"]) for one in answers] == [(1, "failed"), (2, "failed")]
    assert "never seen before" not in answers[0]["answer"]


def test_a_line_may_say_who_asks(command: Command, day: Settings) -> None:
    question = "Show me how a billing journey fails"
    roles = (json.dumps({"id": role, "question": question, "role": role}).encode() for role in ("viewer", "care_ops"))
    assert [one["status"] for one in _batch(command, day, *roles)] == ["declined", "answered"]


def test_statements_in_a_batch(command: Command, day: Settings, lines: list[bytes]) -> None:
    wrong = [line for line in lines if b"question" not in line]
    given = b"\n".join(
        [b'{"id": 1, "sql": "SELECT 1"}', *wrong, b'{"id": 2, "sql": 3}', b'{"id": 3, "sql": "SELECT 1"}']
    )
    ran = command("validate", "--batch", "-", "--home", str(day.home), stdin=given)
    verdicts = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["allowed"] for one in verdicts] == [True, *[False] * (len(wrong) + 1), True]
    assert {one["code"] for one in verdicts[1:-1]} == {"unreadable"}


def test_a_question_that_is_no_text(command: Command, day: Settings) -> None:
    ran = command("ask", "\udcff\udcfe", "--home", str(day.home))
    assert (ran.code, "UTF-8" in ran.err) == (1, True)


def test_what_should_not_happen_is_kept_for_whoever_mends_it(
    command: Command, day: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.answer.Agent.load", lambda *_: 1 / 0)
    ran = command("ask", "cost", "--home", str(day.home))
    kept = Path(ran.err.rsplit(" ", 1)[1].strip())
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "Traceback" in kept.read_text()
    kept.unlink()

"""The ``leakage`` command as people type it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

LEAKAGE = Path(sys.executable).parent / "leakage"
VERBS = ("generate", "build", "history", "restore", "optimize", "ask", "validate", "page", "demo", "check", "document")


def leakage(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    return subprocess.run(
        [LEAKAGE, *words], env=environment | {"LEAKAGE_HOME": str(home)}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command center day, made and built by the command alone."""
    home = tmp_path_factory.mktemp("cli")
    assert leakage(home, "generate", "--days", "1", "--end", "2026-11-23").returncode == 0
    built = leakage(home, "build")
    assert built.returncode == 0, built.stderr
    return home


def test_help_names_every_verb(tmp_path: Path) -> None:
    said = leakage(tmp_path, "--help").stdout
    assert all(verb in said for verb in VERBS)


def test_build_says_what_it_means_for_the_business(home: Path) -> None:
    said = leakage(home, "build", "--full").stdout
    for words in (
        "Executive overview, Monday, November 23, 2026",
        "$96,000",
        "$112,000",
        "MAPD New",
        "$998,640",
        "Digital UX",
        "Published run",
    ):
        assert words in said


def test_build_as_json(home: Path) -> None:
    report = json.loads(leakage(home, "build", "--json").stdout)
    assert report["unchanged"] is True
    assert report["tables"]["silver.digital_call_leakage"]["rows"] == 12_000


def test_ask_prints_one_object(home: Path) -> None:
    answer = json.loads(leakage(home, "ask", "What's breaking today?", "--json").stdout)
    expected = {
        "status", "answer", "label", "language", "as_of", "window", "plan", "queries", "columns", "rows", "chart",
        "facts", "spikes", "causes", "actions", "suggestions", "timings_ms", "trace_id", "code", "proposal",
    }  # fmt: skip
    assert expected == set(answer)
    assert answer["status"] == "answered"
    assert "$96,000" in answer["answer"]
    assert answer["window"] == {"start": "2026-11-23", "end": "2026-11-23", "complete": True}


def test_ask_many(home: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "a", "question": "What does pharmacy leakage cost?"}\n'
        '{"id": "b", "question": "and billing?", "conversation": ["What does pharmacy leakage cost?"]}\n'
    )
    answers = [
        json.loads(line) for line in leakage(home, "ask", "--batch", str(questions), "--json").stdout.splitlines()
    ]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert ["$32,000" in answers[0]["answer"], "$40,000" in answers[1]["answer"]] == [True, True]


def test_explain_runs_nothing(home: Path) -> None:
    said = leakage(home, "ask", "cost of pharmacy leakage by device", "--explain").stdout
    assert "SELECT" in said
    assert "$" not in said


def test_validate(home: Path) -> None:
    allowed = leakage(home, "validate", "SELECT SUM(leaked_calls) FROM gold.leakage_hourly")
    refused = leakage(home, "validate", "SELECT * FROM read_csv('/etc/passwd')")
    assert [json.loads(result.stdout)["allowed"] for result in (allowed, refused)] == [True, False]
    assert [allowed.returncode, refused.returncode] == [0, 1]


def test_history_and_restore(home: Path) -> None:
    first = json.loads(leakage(home, "history", "--json").stdout)[-1]["run_id"]
    assert first in leakage(home, "restore", first).stdout.replace("\n", "")
    assert json.loads(leakage(home, "history", "--json").stdout)[0]["kind"] == "restore"
    assert re.search(rf"{first} .*build .*published .*duckdb", leakage(home, "history").stdout)


ERRORS = [
    (("ask", "What's breaking today?"), "nothing has been built"),
    (("build",), "has no rows for"),
    (("restore", "nope"), "no run nope was published"),
    (("build", "--engine", "flink"), "'engine'"),
    (("build", "--mapping", "nowhere.yml"), "nowhere.yml"),
    (("ask", "--batch", "nowhere.jsonl"), "nowhere.jsonl"),
    (("generate", "--days", "1", "--members", "10"), "members"),
]


@pytest.mark.parametrize(
    ("words", "said"), ERRORS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else None
)
def test_errors_are_one_clear_line(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = leakage(tmp_path, *words)
    assert result.returncode != 0
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_the_settings_file_and_the_environment_are_read(tmp_path: Path) -> None:
    (tmp_path / "leakage.yml").write_text("cost_per_cal_usd: 9\n")
    result = subprocess.run([LEAKAGE, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "'cost_per_cal_usd' is not a setting. Did you mean 'cost_per_call_usd'?" in result.stderr


def test_any_setting_can_be_a_flag(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "home"
    shutil.copytree(home / "landing", elsewhere / "landing")
    report = json.loads(leakage(elsewhere, "build", "--json", "--set", "cost_per_call_usd=10.00").stdout)
    assert report["unchanged"] is False
    assert "$120,000" in leakage(elsewhere, "build", "--set", "cost_per_call_usd=10.00").stdout


def test_a_flag_must_have_a_value(tmp_path: Path) -> None:
    assert "'windo' is not NAME=VALUE" in leakage(tmp_path, "build", "--set", "windo").stderr


INSURANCE = Path(__file__).parents[2] / "examples" / "insurance"


@pytest.fixture(scope="module")
def insurance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("insurance") / "insurance.duckdb"
    subprocess.run([sys.executable, INSURANCE / "make_data.py", file], check=True)
    return file


def test_another_trade_by_options_and_by_settings(tmp_path: Path, insurance: Path) -> None:
    model, data = ("--model", str(INSURANCE / "model")), ("--data", str(insurance))
    asked = leakage(tmp_path, "ask", "number of policies", "--json", *model, *data)
    assert json.loads(asked.stdout)["rows"] == [[360]]
    settings = ("--set", f"model={INSURANCE / 'model'}", "--set", f"data={insurance}")
    assert "360" in leakage(tmp_path, "ask", "number of policies", *settings).stdout
    by_time = leakage(tmp_path, "ask", "claims by quarter", *model, *data)
    assert by_time.returncode == 0
    assert "Quarter" in by_time.stdout


def test_check_says_what_a_model_holds(tmp_path: Path, insurance: Path) -> None:
    model = ("--model", str(INSURANCE / "model"))
    assert "5 views" in leakage(tmp_path, "check", *model).stdout
    found = json.loads(leakage(tmp_path, "check", *model, "--data", str(insurance), "--json").stdout)
    claims = next(view for view in found["views"] if view["name"] == "claims")
    assert (claims["time"], found["today"]) == ("day", "2026-03-18")
    assert {"name": "claims", "label": "Claims", "kind": "number", "adds_up": True} in claims["measures"]
    assert "values" in leakage(tmp_path, "check", *model, "--data", str(insurance)).stdout


@pytest.mark.parametrize(
    ("model", "data", "says"),
    [
        ("no/such", "insurance", "is not there"),
        ("empty", "insurance", "has no metric view"),
        ("broken", "insurance", "is not YAML"),
        ("listed", "insurance", "must hold names and values"),
        ("binary", "insurance", "is not text in UTF-8"),
        ("model", "no/such.duckdb", "cannot be read: No such file"),
        ("model", ".", "cannot be read: Is a directory"),
        ("model", "text", "is not a DuckDB file"),
    ],
)
def test_what_can_not_be_read(tmp_path: Path, insurance: Path, model: str, data: str, says: str) -> None:
    for name, content in {"broken": b"source: [", "listed": b"- a\n- b\n", "binary": b"\xff\xfe\x00"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "view.yml").write_bytes(content)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("not a database at all")
    folder = INSURANCE / "model" if model == "model" else tmp_path / model
    file = insurance if data == "insurance" else tmp_path / data
    asked = leakage(tmp_path, "ask", "claims", "--model", str(folder), "--data", str(file))
    assert asked.returncode != 0
    assert says in " ".join(asked.stderr.split())
    assert "Traceback" not in asked.stderr

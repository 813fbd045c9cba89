"""``leakage eval`` from nothing: its own data set, the golden questions, the report, the baseline."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.baseline import digest
from evals.cases import load_golden
from evals.suite import suite
from pipeline.parameters import STAND_INS
from pipeline.runs import WHERE_AND_HOW
from pipeline.settings import load_settings
from ui.eval_home import eval_settings

LEAKAGE = Path(sys.executable).parent / "leakage"
ROOT = Path(__file__).parents[2]
FEW = ROOT / "tests" / "evals" / "pinned"


def test_figures_follow_from_the_defaults_whatever_the_settings_say(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, cost_per_call_usd=9, window_minutes=15, role="viewer", threads=1)
    pinned = eval_settings(settings)
    assert (pinned.home, pinned.cost_per_call_usd, pinned.window_minutes) == (tmp_path / "eval", 8, 30)
    assert (pinned.role, pinned.threads) == ("viewer", 1)
    assert not WHERE_AND_HOW & set(STAND_INS)


def _named(*, held_out: bool) -> str:
    """A name that falls on one side or the other, whatever the key."""
    names = (f"wrong-{number}" for number in range(1000))
    return next(name for name in names if suite().held_out.holds(name) is held_out)


# Two questions whose reference is not what they ask for, so that both are silently wrong; one is held out.
TUNED, HELD_OUT = _named(held_out=False), _named(held_out=True)
WRONG_ON_PURPOSE = f"""
- {{id: {TUNED}, ask: "What does pharmacy leakage cost?", sql: SELECT 1 AS cost}}
- {{id: {HELD_OUT}, ask: "What does billing leakage cost?", sql: SELECT 1 AS cost}}
"""


class Evaluated:
    """A home, a few questions two of which are wrong on purpose, and the command with them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.baseline = folder / "baseline.yml"
        self.golden = folder / "golden"
        shutil.copytree(FEW, self.golden)
        (self.golden / "wrong-on-purpose.yml").write_text(WRONG_ON_PURPOSE)
        self.cases = load_golden(self.golden)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        given = ("eval", "--baseline", str(self.baseline), *words)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
        environment |= {"LEAKAGE_HOME": str(self.home), "COLUMNS": "200"}
        return subprocess.run([LEAKAGE, *given], env=environment, capture_output=True, text=True, check=False)

    def few(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run("--golden", str(self.golden), *words)

    def report(self) -> dict[str, Any]:
        return dict(json.loads(self.few("--json").stdout))


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return Evaluated(tmp_path_factory.mktemp("evaluated"))


@pytest.mark.slow
class TestFromNothing:
    def test_every_case_is_judged(self, evaluated: Evaluated) -> None:
        ran = evaluated.run("--json", "--twice", "--update-baseline")
        assert ran.stdout, ran.stderr
        report, cases = json.loads(ran.stdout), load_golden()
        total, held_out = report["total"], report["held_out"]
        assert (total["cases"], total["outcomes"]["failed"]) == (len(cases), 0)
        assert held_out["cases"] == sum(suite().held_out.holds(case.base) for case in cases)
        assert len(report["cases"]) == len(cases) - held_out["cases"]
        assert report["changes"] == {"regressions": [], "improvements": [], "new": [], "gone": []}
        assert report["checks"]["CHANGED_ANSWER"] == 0

    def test_the_home_is_made_once(self, evaluated: Evaluated) -> None:
        made = evaluated.home / "eval" / "made.json"
        runs = sorted((evaluated.home / "eval" / "tables" / "ops" / "runs" / "_delta_log").glob("*.json"))
        before = (made.stat().st_mtime_ns, runs)
        first, second = (evaluated.report() for _ in range(2))
        for report in (first, second):
            del report["latency_ms"]
            for case in report["cases"]:
                del case["ms"]
        assert first == second
        after = sorted((evaluated.home / "eval" / "tables" / "ops" / "runs" / "_delta_log").glob("*.json"))
        assert (made.stat().st_mtime_ns, after) == before

    def test_what_became_worse_is_named_and_fails(self, evaluated: Evaluated) -> None:
        evaluated.baseline.write_text(f"{TUNED}: right\n{HELD_OUT}: right\ngone: right\n")
        ran = evaluated.few("--json")
        report = json.loads(ran.stdout)
        assert sorted(report["changes"]["regressions"]) == sorted([digest(HELD_OUT), TUNED])
        assert (report["changes"]["gone"], report["passed"], ran.returncode) == (["gone"], False, 1)
        one = next(case for case in report["cases"] if case["id"] == TUNED)
        assert (one["outcome"], one["reasons"]) == ("silently_wrong", ["SINGLE_CELL_DIFFERENCE"])
        said = evaluated.few("--id", TUNED)
        assert (said.returncode, f"Worse than the baseline: {TUNED}" in said.stdout) == (1, True)

    def test_held_out_questions_are_not_shown(self, evaluated: Evaluated) -> None:
        said = evaluated.few("--all").stdout.splitlines()
        shown = {case.id for case in evaluated.cases if any(line.startswith(f"{case.id}  ") for line in said)}
        assert shown == {case.id for case in evaluated.cases if not suite().held_out.holds(case.base)}
        assert "is held out" in evaluated.few("--id", HELD_OUT).stderr
        assert HELD_OUT in evaluated.few("--held-out", "--id", HELD_OUT).stdout

    def test_other_data_are_refused(self, evaluated: Evaluated, tmp_path: Path) -> None:
        for words in (("generate", "--days", "1", "--volume", "0.01", "--end", "2026-11-20"), ("build",)):
            subprocess.run([LEAKAGE, *words, "--home", str(tmp_path)], check=True, capture_output=True)
        assert "2026-11-20" in evaluated.few("--home", str(tmp_path)).stderr

"""``leakage eval`` from nothing: its own data set, the golden questions, the report, the baseline."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

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
GOLDEN = ROOT / "evals" / "golden"
CASES = GOLDEN if any(GOLDEN.glob("*.yml")) else ROOT / "tests" / "evals" / "pinned"


def test_figures_follow_from_the_defaults_whatever_the_settings_say(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, cost_per_call_usd=9, window_minutes=15, role="viewer", threads=1)
    pinned = eval_settings(settings)
    assert (pinned.home, pinned.cost_per_call_usd, pinned.window_minutes) == (tmp_path / "eval", 8, 30)
    assert (pinned.role, pinned.threads) == ("viewer", 1)
    assert not WHERE_AND_HOW & set(STAND_INS)


# Two questions whose reference is not what they ask for, so that both are silently wrong; one is held out.
WRONG_ON_PURPOSE = """
- {id: one, ask: "What does pharmacy leakage cost?", sql: SELECT 1 AS cost}
- {id: kept-apart, ask: "What does billing leakage cost?", sql: SELECT 1 AS cost}
"""


class Evaluated:
    """A home, golden questions two of which are wrong on purpose, and the command with them."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.baseline = folder / "baseline.yml"
        self.golden = folder / "golden"
        shutil.copytree(CASES, self.golden)
        (self.golden / "wrong-on-purpose.yml").write_text(WRONG_ON_PURPOSE)
        self.cases = load_golden(self.golden)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        given = ("eval", "--golden", str(self.golden), "--baseline", str(self.baseline), *words)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
        environment |= {"LEAKAGE_HOME": str(self.home), "COLUMNS": "200"}
        return subprocess.run([LEAKAGE, *given], env=environment, capture_output=True, text=True, check=False)

    def report(self, *words: str) -> dict[str, object]:
        ran = self.run("--json", *words)
        assert ran.stdout, ran.stderr
        return dict(json.loads(ran.stdout))


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    return Evaluated(tmp_path_factory.mktemp("evaluated"))


@pytest.mark.slow
class TestFromNothing:
    def test_every_case_is_judged(self, evaluated: Evaluated) -> None:
        report = evaluated.report("--twice", "--update-baseline")
        cases = evaluated.cases
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
        evaluated.baseline.write_text("one: right\nkept-apart: right\ngone: right\n")
        ran = evaluated.run("--json")
        report = json.loads(ran.stdout)
        assert sorted(report["changes"]["regressions"]) == [digest("kept-apart"), "one"]
        assert (report["changes"]["gone"], report["passed"], ran.returncode) == (["gone"], False, 1)
        one = next(case for case in report["cases"] if case["id"] == "one")
        assert (one["outcome"], one["reasons"]) == ("silently_wrong", ["SINGLE_CELL_DIFFERENCE"])
        said = evaluated.run("--id", "one")
        assert (said.returncode, "Worse than the baseline: one" in said.stdout) == (1, True)

    def test_held_out_questions_are_not_shown(self, evaluated: Evaluated) -> None:
        said = evaluated.run("--all").stdout.replace("\n", " ")
        hidden = [case for case in evaluated.cases if suite().held_out.holds(case.base)]
        assert [case.id for case in hidden if f" {case.id} " in f" {said} "] == []
        assert " one " in f" {said} "
        assert "is held out" in evaluated.run("--id", "kept-apart").stderr
        assert "kept-apart" in evaluated.run("--held-out", "--id", "kept-apart").stdout

    def test_other_data_are_refused(self, evaluated: Evaluated, tmp_path: Path) -> None:
        for words in (("generate", "--days", "1", "--volume", "0.01", "--end", "2026-11-20"), ("build",)):
            subprocess.run([LEAKAGE, *words, "--home", str(tmp_path)], check=True, capture_output=True)
        assert "2026-11-20" in evaluated.run("--home", str(tmp_path)).stderr

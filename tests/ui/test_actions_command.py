"""``leakage actions``: each command is a process of its own, and what one decides the next one sees."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import Settings

LEAKAGE = Path(sys.executable).parent / "leakage"

pytestmark = pytest.mark.slow


def actions(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    environment |= {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_USER": "olga", "COLUMNS": "160"}
    return subprocess.run([LEAKAGE, "actions", *words], env=environment, capture_output=True, text=True, check=False)


def read(settings: Settings, *words: str) -> Any:
    return json.loads(actions(settings, *words, "--json").stdout)


def test_from_a_proposal_to_a_shipped_action(small: Settings) -> None:
    proposed = read(small)
    assert {one["state"] for one in proposed} == {"proposed"}
    said = actions(small, "accept", "1", "--owner", "Web Team", "--due", "2026-12-04").stdout
    assert "is accepted: Web Team, due 2026-12-04. Recorded for olga (care_ops)." in " ".join(said.split())
    shipped = read(small, "ship", proposed[0]["action_id"], "--on", "2026-12-03", "--share", "0.5")
    assert (shipped["state"], shipped["exposed_share"], shipped["recorded_by"]) == ("shipped", "0.5", "olga")
    assert actions(small, "reject", proposed[1]["action"], "--reason", "too dear").returncode == 0
    listed = {one["action_id"]: one for one in read(small)}
    assert listed[proposed[0]["action_id"]]["shipped_on"] == "2026-12-03"
    assert listed[proposed[1]["action_id"]]["reason"] == "too dear"
    assert [one["state"] for one in read(small, "log")] == ["rejected", "shipped", "accepted"]
    assert "shipped" in actions(small).stdout
    assert actions(small, "reopen", proposed[1]["action_id"]).returncode == 0
    assert {one["state"] for one in read(small)} >= {"proposed", "shipped"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", "1", "--due", "2026-12-04", "--role", "viewer"), "viewer may not decide"),
        (("accept", "1"), "without the due on"),
        (("accept", "77", "--due", "2026-12-04"), "'77' is no action"),
    ],
)
def test_what_is_refused_is_one_line(small: Settings, words: tuple[str, ...], said: str) -> None:
    refused = actions(small, *words)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_was_shipped_is_measured_and_recorded_only_when_it_can_be_told(small: Settings) -> None:
    assert read(small, "measure") == []
    assert "Nothing has been shipped yet" in actions(small, "measure").stdout
    assert "has not been shipped" in actions(small, "measure", "1").stderr
    one = read(small, "ship", "1", "--on", "2026-12-03")
    (measured,) = read(small, "measure")
    assert (measured["action_id"], measured["saved_share"]) == (one["action_id"], None)
    assert measured["verdict"] in {"too_early", "no_ground"}
    refused = actions(small, "measure", one["action_id"])
    assert refused.returncode == 1
    assert "can't be told" in refused.stderr

"""Conversations on the command line: each command is a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import Settings

LEAKAGE = Path(sys.executable).parent / "leakage"

pytestmark = pytest.mark.slow


def leakage(settings: Settings, *words: str, user: str = "vera") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    environment |= {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_USER": user, "COLUMNS": "120"}
    return subprocess.run([LEAKAGE, *words], env=environment, capture_output=True, text=True, check=False)


def ask(settings: Settings, question: str, *words: str, user: str = "vera") -> subprocess.CompletedProcess[str]:
    return leakage(settings, "ask", "--conversation", "monday", question, *words, user=user)


def test_a_conversation_goes_on_from_command_to_command(small: Settings) -> None:
    assert "You have no conversations yet" in leakage(small, "talks").stdout
    ask(small, "leaked calls by journey")
    by_device = json.loads(ask(small, "and by device?", "--json").stdout)
    assert by_device["plan"]["plan"]["measures"][0] == "leaked_calls"
    assert by_device["columns"][0] == "device"
    explained = ask(small, "only billing", "--explain").stdout
    for words in ("What was taken to mean what", "Billing (Journey)", "The plan", "By", "Device", "SELECT"):
        assert words in explained
    listed = json.loads(leakage(small, "talks", "--json").stdout)
    assert [(talk["conversation_id"], talk["questions"]) for talk in listed] == [
        ("monday", ["leaked calls by journey", "and by device?"])
    ]
    assert "and by device?" in leakage(small, "talks").stdout
    shown = leakage(small, "talks", "monday").stdout
    assert "leaked calls by journey" in shown
    assert "computed" in shown
    assert [one["turn"] for one in json.loads(leakage(small, "talks", "monday", "--json").stdout)] == [1, 2]


def test_another_user_is_refused(small: Settings) -> None:
    ask(small, "leaked calls by journey")
    for refused in (ask(small, "by device?", user="max"), leakage(small, "talks", "monday", user="max")):
        assert refused.returncode == 1
        assert "'monday' is not a conversation of yours." in refused.stderr
        assert "leaked calls" not in refused.stdout + refused.stderr
    assert json.loads(leakage(small, "talks", "--json", user="max").stdout) == []


def test_without_a_name_nothing_is_kept(small: Settings) -> None:
    assert leakage(small, "ask", "leaked calls by journey").returncode == 0
    assert not (small.tables / "ops" / "conversations").exists()

"""docs/serving.md: its examples run as they stand, and its tables are what the server has."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from doors.mcp.server import tools_file
from doors.serving.limits import serving_limits
from pipeline.settings import Settings, load_settings

PAGE = (Path(__file__).parents[3] / "docs" / "serving.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, flags=re.S)
USUAL = "http://127.0.0.1:8080"


@pytest.mark.slow
def test_the_examples_run_as_they_stand(built: Settings, running: Callable[..., AbstractContextManager[Any]]) -> None:
    with running(built, "serve") as (address, _):
        curls = [code for kind, code in BLOCKS if kind == "bash" and code.startswith("curl")]
        for code in curls:
            said = subprocess.run(
                shlex.split(code.replace("\\\n", " ").replace(USUAL, address)),
                capture_output=True,
                text=True,
                check=True,
            )
            assert '"status":"answered"' in said.stdout.replace(": ", ":"), code
        (python,) = (code for kind, code in BLOCKS if kind == "python")
        told = subprocess.run(
            [sys.executable, "-c", python.replace(USUAL, address)], capture_output=True, text=True, check=True
        )
    assert len(curls) == 3
    assert told.stdout.startswith("answered ")


def test_every_address_is_there_and_told_of(client: TestClient) -> None:
    there = set(client.get("/openapi.json").json()["paths"]) | {"/docs", "/openapi.json"}
    assert set(re.findall(r"`(?:GET|POST) (/[\w.]+)`", PAGE)) == there


def test_the_limits_are_those_of_the_files() -> None:
    limits, settings = serving_limits(), load_settings()
    for told in (
        f"further ones get 429 at once | {settings.serve_waiting} |",
        f"| {settings.serve_timeout_seconds:g} s (less than 297) |",
        f"{limits.body_bytes >> 20} MB; {limits.body_seconds:g} s to arrive; {limits.depth} objects and lists",
        f"| messages of a request | {limits.messages} |",
        f"what runs has {limits.end_seconds:g} s to finish",
    ):
        assert told in PAGE


def test_every_tool_is_told_of() -> None:
    table = PAGE[PAGE.index("## Tools for assistants") :]
    told = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert told == set(tools_file().tools)
    (configured,) = (json.loads(code) for kind, code in BLOCKS if kind == "json")
    assert configured["mcpServers"][tools_file().name]["args"] == ["mcp"]

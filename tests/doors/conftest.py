"""Homes for the doors' tests."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build
from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.settings import Settings, load_settings

LAST_DAY = date(2026, 11, 20)


def _built(home: Path) -> Settings:
    generate(Request(end=LAST_DAY, days=2, volume=0.01), home / "landing", home / "answer_key")
    settings = load_settings(home=home, role="care_ops", user="vera")
    build(settings)
    return settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two small days, built once: nobody builds again; conversations and records may be added."""
    return _built(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two small days, built, for a file whose tests depend on each record that is there."""
    return _built(tmp_path_factory.mktemp("own"))


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """Two small days, built, for a test that changes them."""
    return _built(tmp_path / "home")


@contextmanager
def _running(settings: Settings, *words: str, **more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    environment |= {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_USER": "vera", **more}
    command = [Path(sys.executable).parent / "leakage", *words, "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            assert process.stdout is not None
            at = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
            yield at.rstrip(";"), process
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def running() -> Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]:
    """Runs a verb that serves a home while it is entered, and gives its address and process."""
    return _running


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def finished() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Runs a coroutine to its end in a thread of its own: a browser's tests leave a loop running in the main one."""
    return _finished

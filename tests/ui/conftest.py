"""Homes for the page's tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from agent.model import SemanticModel, load_model
from pipeline.build import build
from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.settings import Settings, load_settings

LAST_DAY = date(2026, 11, 20)


def _built(home: Path, **wanted: object) -> Settings:
    generate(Request(end=LAST_DAY, **wanted), home / "landing", home / "answer_key")
    settings = load_settings(home=home, role="care_ops", user="vera")
    build(settings)
    return settings


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The command center day, built: only for reading."""
    return _built(tmp_path_factory.mktemp("page_day"), days=1)


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two small days, built, for what one day can't show; nobody builds again."""
    return _built(tmp_path_factory.mktemp("page_two_days"), days=2, volume=0.01)


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """Two small days, built, for a test that changes them."""
    return _built(tmp_path / "home", days=2, volume=0.01)


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    """The packaged semantic model."""
    return load_model()


FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert executable, "Chromium is missing: apt-get install chromium, or set CHROMIUM to its path."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def _served(settings: Settings, port: int = 0, **more: str) -> Iterator[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    environment |= {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_ROLE": "care_ops", "COLUMNS": "200"}
    environment |= {"LEAKAGE_USER": "vera", "LEAKAGE_BRIEF_MOST_DAYS_OLD": "100000", **more}
    command = [Path(sys.executable).parent / "leakage", "page", "--port", str(port), "--no-open"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[str]]:
    """Serves a home's page while it is entered, and gives its address."""
    return _served


LEFT = ("signal is aborted", "Connection errored out")
"""What Gradio says of its own stream when a reader leaves for another room."""


@contextmanager
def _opened(browser: Browser, address: str, viewport: dict[str, int], **options: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
    page = context.new_page()
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    expect(page.locator(".lk-card:not(.lk-working)").first).to_be_visible()
    yield page
    context.close()
    assert not [one for one in errors if not any(text in one for text in LEFT)]
    assert hosts - {None} == {"127.0.0.1"}


@pytest.fixture(scope="session")
def opened() -> Callable[..., AbstractContextManager[Page]]:
    """Opens a page that must stay silent: no error on the console, no request but to where it came from."""
    return _opened

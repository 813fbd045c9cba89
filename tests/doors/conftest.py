"""Homes for the doors' tests."""

from datetime import date
from pathlib import Path

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


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """Two small days, built, for a test that changes them."""
    return _built(tmp_path / "home")

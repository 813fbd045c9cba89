"""Homes for the page's tests."""

from datetime import date
from pathlib import Path

import pytest

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

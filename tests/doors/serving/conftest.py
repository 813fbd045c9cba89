"""The server in the test's own process."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from fastapi.testclient import TestClient

from doors.context import Context
from doors.serving.app import build_app
from doors.serving.desk import Desk
from doors.sign_in import Users
from pipeline.settings import Settings


@contextmanager
def _served(settings: Settings, users: Users | None = None) -> Iterator[TestClient]:
    with Context(settings, door="server") as context, closing(Desk(2, 8, 30)) as desk:
        app = build_app(context, users, desk)
        yield TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def client(built: Settings) -> Iterator[TestClient]:
    """A client of a server where nobody signs in."""
    with _served(built) as found:
        yield found


@pytest.fixture
def served():
    """Serves a home while it is entered."""
    return _served

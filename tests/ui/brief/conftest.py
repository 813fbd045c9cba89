"""A briefing of real figures, and servers that take one."""

import email
import email.policy
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from pipeline.settings import Settings

PATIENT = {"brief_most_days_old": 100_000, "delivery_pause_seconds": 0.01, "delivery_timeout_seconds": 5}


@dataclass
class MailServer:
    """A mail server that keeps what it is sent; it is busy the first times that it is told to be."""

    received: list[EmailMessage] = field(default_factory=list)
    busy: int = 0
    refuse: bool = False

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return "550 not here"
        if self.busy:
            self.busy -= 1
            return "451 try again later"
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.received.append(parsed)
        return "250 taken"


@dataclass
class Hook:
    """A webhook that keeps what it is sent."""

    url: str = ""
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)


@pytest.fixture
def mail() -> Iterator[tuple[MailServer, dict[str, Any]]]:
    kept = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        kept,
        {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_from": "Leakage <b@plan.example>"},
    )
    controller.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    kept = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = kept.replies.pop(0) if kept.replies else 200
            if status == 200:
                kept.received.append((self.headers["Idempotency-Key"], body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(day: Settings, tmp_path: Path) -> Settings:
    """The command center day, with a log of deliveries of its own."""
    for name in ("gold", "silver", "bronze", "quarantine"):
        if (day.tables / name).exists():
            (tmp_path / "tables").mkdir(exist_ok=True)
            (tmp_path / "tables" / name).symlink_to(day.tables / name)
    shutil.copytree(day.tables / "ops", tmp_path / "tables" / "ops")
    (tmp_path / "state").mkdir()
    return day.model_copy(update={"home": tmp_path, **PATIENT})

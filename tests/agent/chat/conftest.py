"""A server that speaks the OpenAI protocol and says what a script tells it to, and agents' parts that talk to it."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agent.answer import Agent
from agent.chat.breaker import Breaker
from agent.chat.client import ChatClient
from agent.chat.connect import connect
from agent.chat.wire import chat_tools
from agent.engine import DuckDBEngine, Engine
from agent.knowledge import Knowledge
from agent.limits import limits
from agent.model import SemanticModel, load_model
from agent.reader import BuiltIn
from pipeline.settings import Settings, load_settings

KEY = "sk-very-secret-0123456789"
NAME = "some-endpoint"


class Server(ThreadingHTTPServer):
    """Replies in the order of its script; the last one over and over.

    Each reply is a mapping: ``say`` (the right shape, however it was asked for), ``text`` (as is), ``refusal``,
    ``tool`` {name, arguments}, ``raw`` (the whole body), ``status`` with ``body`` and ``headers``; and beside these
    ``finish``, ``wait`` and ``drip`` (seconds), ``pad`` (bytes), ``hang_up``, ``no_schema`` (400 to json_schema).
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.bodies: list[str] = []
        self.keys: list[str] = []
        self.paths: list[str] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """A client that has hung up is no news."""

    def next(self, body: str, key: str, path: str) -> dict[str, Any]:
        with self.lock:
            self.bodies.append(body)
            self.requests.append(json.loads(body))
            self.keys.append(key)
            self.paths.append(path)
            return self.script[min(len(self.bodies), len(self.script)) - 1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        reply = self.server.next(body, self.headers["authorization"], self.path)
        if reply.get("hang_up"):
            self.close_connection = True
            return
        self.server.closing.wait(reply.get("wait", 0))
        asked = self.server.requests[-1]
        if reply.get("no_schema") and "response_format" in asked:
            reply = {"status": 400, "body": {"error": {"message": "response_format json_schema is not supported"}}}
        text = reply["raw"] if "raw" in reply else json.dumps(reply.get("body") or _completion(reply, asked, body))
        self._send(reply, text.encode())

    def _send(self, reply: dict[str, Any], content: bytes) -> None:
        content += b" " * reply.get("pad", 0)
        self.send_response(reply.get("status", 200))
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        for name, value in reply.get("headers", {}).items():
            self.send_header(name, value)
        self.end_headers()
        for at in range(0, len(content), 20 if "drip" in reply else len(content)):
            self.wfile.write(content[at : at + 20] if "drip" in reply else content)
            self.wfile.flush()
            if self.server.closing.wait(reply.get("drip", 0)):
                return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _completion(reply: dict[str, Any], asked: dict[str, Any], body: str) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.get("text")}
    if "refusal" in reply:
        message["refusal"] = reply["refusal"]
    if "say" in reply and "tools" not in asked:
        message["content"] = json.dumps(reply["say"], ensure_ascii=False)
    elif "say" in reply:
        message["tool_calls"] = [_call(asked["tools"][0]["function"]["name"], json.dumps(reply["say"]))]
    elif "tool" in reply:
        message["tool_calls"] = [_call(**reply["tool"])]
    finish = reply.get("finish", "tool_calls" if "tool_calls" in message else "stop")
    used = {"prompt_tokens": len(body) // 4, "completion_tokens": len(json.dumps(message)) // 4}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": NAME,
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": used | {"total_tokens": sum(used.values())},
    }


def _call(name: str, arguments: str) -> dict[str, Any]:
    return {"id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.closing.set()
        server.shutdown()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no key of this machine has a part in it."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "DATABRICKS_HOST"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def settings_for(server: Server) -> Callable[..., Settings]:
    """Settings that name the server's model."""

    def make(**more: object) -> Settings:
        given = {"chat_model": f"databricks:{NAME}", "chat_base_url": server.url, "chat_api_key": KEY}
        return load_settings(**(given | {"chat_retries": 0, "chat_timeout_seconds": 20} | more))

    return make


@pytest.fixture
def client_for(settings_for: Callable[..., Settings]) -> Callable[..., ChatClient]:
    """A client of the server's model, made and ready."""

    def make(breaker: Breaker | None = None, **more: object) -> ChatClient:
        settings = settings_for(**more)
        client = ChatClient(lambda: connect(settings), breaker or Breaker(3, 60))
        client.ready()
        return client

    return make


@pytest.fixture(scope="session")
def knowledge(agent: Agent) -> Knowledge:
    """What is known of the small gold database."""
    return agent.knowledge


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    """The packaged model."""
    return load_model()


@pytest.fixture(scope="session")
def engines(database: Path, playback: Path) -> Iterator[dict[str, Engine]]:
    """Where queries run."""
    found: dict[str, Engine] = {
        name: DuckDBEngine(file, limits().execute) for name, file in (("main", database), ("playback", playback))
    }
    yield found
    for engine in found.values():
        engine.close()


@pytest.fixture
def helped(
    model: SemanticModel, engines: dict[str, Engine], settings_for: Callable[..., Settings]
) -> Callable[..., Agent]:
    """Makes agents that have the server's model to help."""
    return lambda **more: Agent(model, engines, chat_tools(settings_for(**more), BuiltIn(), "duckdb"))

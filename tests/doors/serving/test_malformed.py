"""Whatever is sent, the reply is a plain reason: never a 5xx, a stack trace or a dead server."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

CASES = yaml.safe_load((Path(__file__).parent / "malformed.yml").read_text())
PATHS = {"ask": ["/ask"], "responses": ["/responses", "/invocations"]}
SENT = [
    pytest.param(case, path, id=f"{case['what']} {path}")
    for case in CASES
    for path in PATHS.get(case.get("only", ""), ["/ask", "/invocations"])
]


def body_of(case: dict[str, Any]) -> bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    if "text" in case:
        return case["text"].encode()
    if "messages" in case:
        return json.dumps({"input": [{"role": "user", "content": "cost"}] * case["messages"]}).encode()
    if "repeat" in case:
        (text, times), (before, after) = case["repeat"], case["around"]
        return f"{before}{text * times}{after}".encode()
    return json.dumps(case["body"]).encode()


def test_there_are_as_many_as_were_promised() -> None:
    sent = {(case.get("only"), body_of(case), *sorted(case.get("headers", {}).items())) for case in CASES}
    assert len(sent) == len(CASES) >= 115


@pytest.mark.parametrize(("case", "path"), SENT)
def test_a_plain_reason(client: TestClient, case: dict[str, Any], path: str) -> None:
    reply = client.post(
        path, content=body_of(case), headers={"content-type": "application/json"} | case.get("headers", {})
    )
    assert reply.status_code == case["status"], reply.text
    told = reply.json()["error"]
    assert set(told) == {"code", "message", "hint"}
    for words in case["says"]:
        assert words in f"{told['message']} {told['hint']}"
    assert len(reply.text) < 1000
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("path", ["/", "/nowhere", "/ask/", "/../etc/passwd", "/%00", "/ask%2f", "/favicon.ico"])
def test_addresses_that_are_none(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code in (404, 405)
    assert reply.json()["error"]["hint"] == "See /docs."


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_methods_that_are_none(client: TestClient, method: str) -> None:
    assert client.request(method, "/ask").status_code == 405


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "localhost.evil", "192.168.0.1", "", "[::2]"])
def test_names_of_other_machines(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8080", "[::1]:80", "127.0.0.2:1"])
def test_names_of_this_machine(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


def test_questions_that_are_strange_but_sound_get_an_answer(client: TestClient) -> None:
    for question in ("", " ", "x" * 5000, "\0", "'; DROP TABLE x; --", "\u202e", "😀" * 50, "{{7*7}}", "a\r\nb"):
        reply = client.post("/ask", json={"question": question})
        assert reply.status_code == 200, question
        assert reply.json()["status"] in ("answered", "clarify", "declined"), question

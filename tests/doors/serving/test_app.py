"""The server's answers: the same object in each form, to whom it belongs, and what is said of the server itself."""

import base64
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from doors.sign_in import Users
from pipeline.audit import AuditLog
from pipeline.settings import Settings, load_settings

Served = Callable[..., AbstractContextManager[TestClient]]
QUESTION = "leaked calls by journey"
GOOD = "correct horse battery"


def ask(client: TestClient, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    return client.post("/ask", json={"question": question, **more}).json()


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def events(text: str) -> list[dict[str, Any]]:
    *told, end = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    assert end == "[DONE]"
    return [json.loads(one) for one in told]


def test_a_plain_question(client: TestClient) -> None:
    reply = client.post("/ask", json={"question": QUESTION})
    assert reply.headers["x-trace-id"] == reply.json()["trace_id"]
    assert (reply.json()["status"], reply.json()["columns"][0]) == ("answered", "journey")


def test_explained_only(client: TestClient) -> None:
    told = ask(client, explain=True)
    assert (told["rows"], bool(told["plan"])) == ([], True)


def test_a_talk_that_the_client_keeps(client: TestClient) -> None:
    talk = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": [{"type": "output_text", "text": "…"}]},
        {"type": "function_call_output", "call_id": "1", "output": "x"},
        {"role": "user", "content": [{"type": "input_text", "text": "and by device?"}]},
    ]
    reply = client.post("/invocations", json={"input": talk, "temperature": 0, "model": "any"}).json()
    assert reply["custom_outputs"]["columns"][0] == "device"
    assert reply["output"][0]["content"][0]["text"] == reply["custom_outputs"]["answer"]


def test_a_conversation_that_the_server_keeps(client: TestClient) -> None:
    ask(client, conversation="kept", user="max")
    about = {"context": {"conversation_id": "kept", "user_id": "max"}}
    reply = client.post("/responses", json={"input": "and by device?", **about}).json()
    assert reply["custom_outputs"]["columns"][0] == "device"
    other = client.post("/ask", json={"question": QUESTION, "conversation": "kept", "user": "vera"})
    assert (other.status_code, other.json()["error"]["code"]) == (403, "conversation")


def test_streamed_events_make_up_the_whole_answer(client: TestClient) -> None:
    reply = client.post("/responses", json={"input": QUESTION, "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    *pieces, item, whole = events(reply.text)
    assert "".join(piece["delta"] for piece in pieces) == item["custom_outputs"]["answer"]
    assert len(pieces) > 1
    assert whole["response"]["output"] == [item["item"]]


@pytest.mark.slow
def test_clients_of_mlflow_understand_the_replies(client: TestClient) -> None:
    from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

    asked = ResponsesAgentRequest(input=[{"role": "user", "content": QUESTION}]).model_dump(exclude_none=True)
    ResponsesAgentResponse.model_validate(client.post("/invocations", json=asked).json())
    for event in events(client.post("/invocations", json=asked | {"stream": True}).text):
        ResponsesAgentStreamEvent.model_validate(event)


def test_health_readiness_and_the_description(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["status"] == "ready"
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {"/ask", "/responses", "/invocations", "/health", "/ready"}
    page = client.get("/docs")
    assert all(path in page.text for path in described["paths"])
    assert "http" not in page.text.replace("http-equiv", "")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_nothing_published_yet(tmp_path: Path, served: Served) -> None:
    with served(load_settings(home=tmp_path)) as client:
        for reply in (client.get("/ready"), client.post("/ask", json={"question": "cost"})):
            assert (reply.status_code, reply.json()["error"]["code"]) == (503, "publish")
        assert client.get("/health").status_code == 200


def test_what_is_asked_is_recorded(built: Settings, client: TestClient) -> None:
    trace = ask(client, user="recorded")["trace_id"]
    client.post("/responses", json={"input": "how is the weather", "user": "recorded"})
    audit = AuditLog(built)
    wait_for = 2
    while len(audit.read(10, user="recorded")) < wait_for:
        pass
    later, first = audit.read(10, user="recorded")
    assert (first["door"], first["trace_id"], later["status"]) == ("server", trace, "declined")


@pytest.fixture
def users(tmp_path: Path) -> Users:
    found = Users(tmp_path / "users.yml")
    found.put("vera", "viewer", GOOD)
    found.put("max", "care_ops", "another password")
    return found


def test_only_who_signs_in_is_answered_as_who_they_are(built: Settings, users: Users, served: Served) -> None:
    token = users.put_token("vera")
    playback = {"question": "Show me how a billing journey fails"}
    with served(built, users) as client:
        said = ("Bearer x", "Bearer", "Basic ???", f"Token {token}")
        passwords = (basic("vera", "no"), basic("", ""), basic("nobody", GOOD))
        for wrong in ({}, *passwords, *({"authorization": one} for one in said)):
            reply = client.post("/ask", json=playback, headers=wrong)
            assert (reply.status_code, reply.headers["www-authenticate"][:5]) == (401, "Basic"), wrong
        for right in (basic("vera", GOOD), {"authorization": f"Bearer {token}"}):
            declined = client.post("/ask", json=playback, headers=right).json()
            assert (declined["status"], declined["code"]) == ("declined", "role")
        allowed = client.post("/ask", json=playback, headers=basic("max", "another password")).json()
        assert allowed["status"] == "answered"
        other = client.post("/ask", json=playback | {"user": "max"}, headers=basic("vera", GOOD))
        assert other.status_code == 403
        assert client.get("/health").status_code == 200


def test_a_token_is_good_until_there_is_another_or_its_user_is_taken_out(
    built: Settings, users: Users, served: Served
) -> None:
    old, new = users.put_token("vera"), users.put_token("vera")
    assert new not in (users._path).read_text()
    with served(built, users) as client:

        def status(token: str) -> int:
            return client.post(
                "/ask", json={"question": "cost"}, headers={"authorization": f"Bearer {token}"}
            ).status_code

        assert (status(old), status(new)) == (401, 200)
        users.remove("vera")
        assert status(new) == 401


def test_a_remembered_password_is_forgotten_when_it_changes(built: Settings, users: Users, served: Served) -> None:
    with served(built, users) as client:

        def status(password: str) -> int:
            return client.post("/ask", json={"question": "cost"}, headers=basic("vera", password)).status_code

        assert status(GOOD) == 200
        users.put("vera", "viewer", "a newer password")
        assert (status(GOOD), status("a newer password")) == (401, 200)

"""Every case of readings.yml: what a chat model replies becomes a checked draft, or an open end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.chat.client import ChatClient
from agent.chat.failure import ChatFailed
from agent.chat.reader import ChatReader, NeedsSql
from agent.declined import Declined
from agent.knowledge import Knowledge
from agent.plan import Draft
from agent.planner import Caller
from agent.reader import Unclear

CASES = yaml.safe_load(Path(__file__).with_name("readings.yml").read_text())
ENDS = ("draft", "unclear", "declined", "sql", "failed")


def said(draft: Draft) -> dict[str, Any]:
    return draft.model_dump(mode="json", exclude_defaults=True)


def read(case: dict[str, Any], client: ChatClient, knowledge: Knowledge, caller: Caller) -> dict[str, Any]:
    reader = ChatReader(client, case.get("seconds", 20), tell_values=True, freehand=True)
    try:
        return {"draft": said(reader.read(case["ask"], case.get("earlier", []), knowledge, caller))}
    except Unclear as unclear:
        return {"unclear": [said(draft) for draft in unclear.readings]}
    except Declined as declined:
        return {"declined": list(declined.words)}
    except NeedsSql:
        return {"sql": True}
    except ChatFailed as failed:
        return {"failed": failed.kind}


@pytest.mark.parametrize("case", CASES, ids=[case["ask"][:40] for case in CASES])
def test_reading(
    case: dict[str, Any], client_for: Callable[..., ChatClient], server: Any, knowledge: Knowledge, viewer: Caller
) -> None:
    server.script = case["replies"]
    client = client_for(chat_retries=case.get("retries", 0))
    assert read(case, client, knowledge, viewer) == {name: case[name] for name in ENDS if name in case}
    assert len(server.requests) == case.get("calls", len(server.requests))
    if "told" in case:
        assert case["told"] in server.requests[-1]["messages"][-1]["content"]


def test_what_was_wrong_is_told_with_the_whole_talk(
    client_for: Callable[..., ChatClient], server: Any, knowledge: Knowledge, viewer: Caller
) -> None:
    server.script = [
        {"say": {"status": "plan", "readings": [{"measures": ["happiness"]}]}},
        {"say": {"status": "plan", "readings": [{"measures": ["cost"]}]}},
    ]
    read({"ask": "how happy"}, client_for(), knowledge, viewer)
    roles = [message["role"] for message in server.requests[-1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "happiness" in server.requests[-1]["messages"][2]["content"]


def test_the_request(client_for: Callable[..., ChatClient], server: Any, knowledge: Knowledge, viewer: Caller) -> None:
    server.script = [{"say": {"status": "plan", "readings": [{"measures": ["cost"]}]}}]
    read({"ask": "and it?", "earlier": ["one", "two"]}, client_for(chat_most_tokens=321), knowledge, viewer)
    request = server.requests[0]
    assert request["messages"][-1]["content"] == '{"earlier": ["one", "two"], "question": "and it?"}'
    assert (request["model"], request["max_tokens"], request["temperature"]) == ("some-endpoint", 321, 0)
    assert request["response_format"]["json_schema"]["strict"] is True
    assert server.keys == ["Bearer sk-very-secret-0123456789"]

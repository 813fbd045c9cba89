"""The same golden answers through every door: facts, rows and words, byte for byte."""

import json
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any

import pytest
from fastapi.testclient import TestClient
from fastmcp import Client

from doors.context import Context
from doors.mcp.server import build_mcp
from doors.serving.app import build_app
from doors.serving.desk import Desk
from evals.cases import load_golden
from pipeline.settings import Settings

Finished = Callable[[Coroutine[Any, Any, Any]], Any]
EVERY = 25
SAID = [case.ask for case in load_golden() if not case.talk][::EVERY]
OWN = ("trace_id", "timings_ms", "queries")
"""What is another one's each time: its identity and how long it took."""


def told(answer: dict[str, Any]) -> str:
    """An answer as bytes; of its queries what they are, not how long they took."""
    kept = {name: value for name, value in answer.items() if name not in OWN}
    queries = [query | {"ms": None} for query in answer["queries"]]
    return json.dumps(kept | {"queries": queries}, ensure_ascii=False)


def streamed(text: str) -> dict[str, Any]:
    events = [json.loads(line.removeprefix("data: ")) for line in text.split("\n\n")[:-2]]
    (done,) = (one for one in events if one["type"] == "response.output_item.done")
    said = "".join(one["delta"] for one in events if one["type"] == "response.output_text.delta")
    assert said == done["custom_outputs"]["answer"]
    return dict(done["custom_outputs"])


@pytest.mark.slow
def test_every_door_gives_the_same_bytes(built: Settings, finished: Finished) -> None:
    assert len(SAID) > 30
    with Context(built) as context, closing(Desk(2, 8, 60)) as desk:
        web = TestClient(build_app(context, None, desk), base_url="http://127.0.0.1")
        by_tool = finished(_by_tool(context, desk))
        for question in SAID:
            python = told(json.loads(context.ask(question).model_dump_json()))
            plain = told(web.post("/ask", json={"question": question}).json())
            whole = told(web.post("/invocations", json={"input": question}).json()["custom_outputs"])
            events = told(streamed(web.post("/responses", json={"input": question, "stream": True}).text))
            assert {python} == {plain, whole, events, told(by_tool[question])}, question


async def _by_tool(context: Context, desk: Desk) -> dict[str, dict[str, Any]]:
    async with Client(build_mcp(context, None, desk)) as client:
        return {
            question: (await client.call_tool("ask", {"question": question})).structured_content for question in SAID
        }

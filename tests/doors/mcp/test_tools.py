"""The tools, asked by a real client: in this process, over standard input and output, and over HTTP with tokens."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport, StreamableHttpTransport
from fastmcp.exceptions import ToolError
from mcp import MCPError

from doors.context import Context
from doors.mcp.server import build_mcp, tools_file
from doors.serving.desk import Desk
from doors.sign_in import Users
from pipeline.audit import AuditLog
from pipeline.settings import Settings

Use = Callable[[Client], Coroutine[Any, Any, Any]]
Finished = Callable[[Coroutine[Any, Any, Any]], Any]
LEAKAGE = Path(sys.executable).parent / "leakage"
QUESTION = "leaked calls by journey"


def environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEAKAGE_")}
    return kept | {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_USER": "vera"}


@pytest.fixture
def inside(built: Settings, finished: Finished) -> Callable[[Use], Any]:
    """Uses a client of a server in this process."""
    settings = built.model_copy(update={"brief_most_days_old": 100_000})

    def used(use: Use) -> Any:
        async def run() -> Any:
            with Context(settings, door="mcp") as context, closing(Desk(2, 8, 30)) as desk:
                async with Client(build_mcp(context, None, desk)) as client:
                    return await use(client)

        return finished(run())

    return used


def test_every_tool_and_resource_is_described(inside: Callable[[Use], Any]) -> None:
    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in await client.list_tools()}
        assert {name: tool.description for name, tool in tools.items()} == tools_file().tools
        assert all(tool.annotations.read_only_hint for tool in tools.values())
        assert [str(one.uri) for one in await client.list_resources()] == ["leakage://definitions"]
        assert len(await client.list_resource_templates()) == 1

    inside(use)


def test_questions_explanations_and_conversations(inside: Callable[[Use], Any], built: Settings) -> None:
    async def use(client: Client) -> None:
        asked = await client.call_tool("ask", {"question": QUESTION, "conversation": "assistant"})
        assert asked.content[0].text == asked.structured_content["answer"]
        assert asked.structured_content["columns"][0] == "journey"
        explained = await client.call_tool("explain", {"question": "only billing", "conversation": "assistant"})
        assert "billing" in json.dumps(explained.structured_content["plan"]["plan"]["filters"])
        followed = await client.call_tool("ask", {"question": "and by device?", "conversation": "assistant"})
        assert followed.structured_content["columns"][0] == "device"
        declined = await client.call_tool("ask", {"question": "how is the weather on the moon"})
        assert declined.structured_content["status"] == "declined"

    inside(use)
    latest = AuditLog(built).read(4, door="mcp")
    assert [one["status"] for one in latest] == ["declined", "answered", "answered", "answered"]


def test_the_models_own_questions_in_both_languages(inside: Callable[[Use], Any]) -> None:
    async def use(client: Client) -> None:
        for language in ("en", "es"):
            for tool in ("whats_breaking", "actions"):
                told = (await client.call_tool(tool, {"language": language})).structured_content
                assert (told["status"], told["language"]) == ("answered", language)

    inside(use)


@pytest.mark.slow
def test_the_briefing(inside: Callable[[Use], Any]) -> None:
    async def use(client: Client) -> None:
        told = await client.call_tool("briefing", {"audience": "executive", "language": "en"})
        assert told.structured_content["headline"] in told.content[0].text
        assert all(section["text"] in told.content[0].text for section in told.structured_content["sections"])
        with pytest.raises(ToolError, match="audience"):
            await client.call_tool("briefing", {"audience": "nobody"})

    inside(use)


def test_what_can_be_asked_about_is_listed_and_defined(inside: Callable[[Use], Any]) -> None:
    async def use(client: Client) -> None:
        measures = (await client.call_tool("list_measures", {})).structured_content["measures"]
        dimensions = (await client.call_tool("list_dimensions", {"language": "es"})).structured_content["dimensions"]
        by_name = {one["name"]: one for one in (*measures, *dimensions)}
        assert "journey" in by_name["leaked_calls"]["dimensions"]
        assert by_name["cost"]["unit"] == "currency"
        assert {"value": "billing", "label": "Facturación"} in by_name["journey"]["values"]
        defined = json.loads((await client.read_resource("leakage://definitions"))[0].text)
        assert set(by_name) <= {one["name"] for one in defined}
        one = json.loads((await client.read_resource("leakage://definitions/leaked_calls"))[0].text)
        assert one in defined

    inside(use)


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("ask", {}),
        ("ask", {"question": 7}),
        ("ask", {"question": None}),
        ("ask", {"question": QUESTION, "role": "care_ops"}),
        ("ask", {"question": QUESTION, "conversation": "a\nb"}),
        ("ask", {"question": QUESTION, "conversation": "x" * 81}),
        ("list_measures", {"language": "fr"}),
        ("nothing", {}),
    ],
)
def test_calls_that_are_wrong_are_refused(inside: Callable[[Use], Any], tool: str, given: dict[str, Any]) -> None:
    async def use(client: Client) -> None:
        with pytest.raises((ToolError, MCPError)) as refused:
            await client.call_tool(tool, given)
        assert "Traceback" not in str(refused.value)

    inside(use)


def test_a_definition_of_nothing_is_refused_with_the_nearest(inside: Callable[[Use], Any]) -> None:
    async def use(client: Client) -> None:
        with pytest.raises(MCPError, match="Did you mean 'leaked_calls'"):
            await client.read_resource("leakage://definitions/leaked_call")

    inside(use)


@pytest.mark.slow
def test_over_standard_input_and_output(built: Settings, finished: Finished) -> None:
    async def run() -> dict[str, Any]:
        async with Client(StdioTransport(str(LEAKAGE), ["mcp"], env=environment(built))) as client:
            return (await client.call_tool("ask", {"question": QUESTION})).structured_content

    with Context(built) as context:
        assert finished(run())["rows"] == json.loads(context.ask(QUESTION).model_dump_json())["rows"]


@pytest.mark.slow
def test_nothing_but_the_protocol_goes_to_standard_output(built: Settings) -> None:
    call = {"jsonrpc": "2.0", "method": "tools/call"}
    who = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    said = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": who},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        call | {"id": 2, "params": {"name": "ask", "arguments": {"question": 7}}},
        call | {"id": 3, "params": {"name": "ask", "arguments": {"question": "cost"}}},
    ]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([LEAKAGE, "mcp"], env=environment(built), text=True, **pipes) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for one in said:
            process.stdin.write(json.dumps(one) + "\n")
        process.stdin.flush()
        told = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(30) == 0
    assert {one["id"] for one in told} == {1, 2, 3}


@pytest.mark.slow
def test_over_http_only_with_a_token_and_in_its_users_role(
    built: Settings, running: Callable[..., AbstractContextManager[Any]], finished: Finished, tmp_path: Path
) -> None:
    users = Users(tmp_path / "users.yml")
    users.put("max", "viewer", "correct horse battery")
    token = users.put_token("max")

    async def ask(address: str, headers: dict[str, str]) -> dict[str, Any]:
        async with Client(StreamableHttpTransport(address, headers=headers)) as client:
            told = await client.call_tool("ask", {"question": "Show me how a billing journey fails"})
            return told.structured_content

    with running(built, "mcp", "--http", LEAKAGE_USERS=str(tmp_path / "users.yml")) as (address, _):
        told = finished(ask(address, {"authorization": f"Bearer {token}"}))
        assert (told["status"], told["code"]) == ("declined", "role")
        for wrong in ({}, {"authorization": "Bearer lk_wrong"}):
            assert httpx.post(address, json={}, headers=wrong).status_code == 401
    assert AuditLog(built).read(1, user="max", door="mcp")[0]["role"] == "viewer"

"""From the settings to a model: what is missing is said, what is set arrives, nothing heavy is imported before."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.answer import Agent
from agent.chat.breaker import Breaker
from agent.chat.client import ChatClient, Deadline
from agent.chat.connect import check_settings, connect, method_of
from agent.chat.failure import ChatFailed
from agent.chat.schema import SqlReply, portable
from agent.chat.wire import chat_tools
from agent.planner import Caller
from agent.reader import BuiltIn
from pipeline.errors import SettingsError
from pipeline.runs import definition_of
from pipeline.settings import Settings, load_settings

SCHEMA = portable(SqlReply.model_json_schema())


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        ("openai:gpt", "there is no key for 'openai:gpt'. Set LEAKAGE_CHAT_API_KEY or OPENAI_API_KEY."),
        ("databricks:e", "where 'databricks:e' is served is not known. Set DATABRICKS_HOST."),
        ("anthropic:c", "Install the extra: pip install 'leakage-command-center[chat]' langchain-anthropic."),
    ],
)
def test_what_is_missing_is_said_at_once(database: Path, model: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        Agent.load(None, database, None, load_settings(chat_model=model))
    assert complaint in str(wrong.value)


def test_a_provider_without_json_schema_is_asked_by_a_tool(settings_for: Callable[..., Settings]) -> None:
    named = {model: method_of(settings_for(chat_model=model)) for model in ("anthropic:c", "openai:g", "ollama:l")}
    assert named == {"anthropic:c": "function_calling", "openai:g": "json_schema", "ollama:l": "json_schema"}


def test_without_the_extra_it_is_named(settings_for: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'leakage-command-center\[chat\]'"):
        check_settings(settings_for())


def test_nothing_heavy_is_imported_before_a_model_is_asked() -> None:
    heavy = "[name for name in sys.modules if name.startswith(('langchain', 'openai', 'langsmith', 'httpx'))]"
    code = f"import sys, agent.answer; sys.exit(str({heavy} or ''))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).stderr.strip() == b""


@pytest.mark.parametrize("given", [{"chat_model": None}, {"chat_order": "off"}])
def test_no_model_no_tools(settings_for: Callable[..., Settings], given: dict[str, Any]) -> None:
    settings = settings_for(**given) if given.get("chat_order") else load_settings()
    assert chat_tools(settings, BuiltIn(), "duckdb") is None


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, {"model": "some-endpoint", "max_tokens": 1500, "temperature": 0}),
        ({"chat_model": "openai:gpt-x"}, {"model": "gpt-x", "max_completion_tokens": 1500, "temperature": 0}),
        ({"chat_model": "openai:llama3.2:3b", "chat_most_tokens": 9}, {"model": "llama3.2:3b"}),
        ({"chat_temperature": 0.5}, {"temperature": 0.5}),
    ],
)  # fmt: skip
def test_what_is_set_arrives(
    client_for: Callable[..., ChatClient], server: Any, given: dict[str, Any], sent: dict[str, Any]
) -> None:
    server.script = [{"say": {"sql": "SELECT 1"}}]
    client = client_for(**given)
    assert client.ask([("human", "x")], SCHEMA, SqlReply, Deadline(20)).sql == "SELECT 1"
    assert {name: server.requests[0][name] for name in sent} == sent
    assert "max_tokens" not in server.requests[0] or "max_completion_tokens" not in server.requests[0]


def test_the_providers_own_key_and_address(monkeypatch: pytest.MonkeyPatch, server: Any) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", server.url.removesuffix("/v1"))
    monkeypatch.setenv("DATABRICKS_TOKEN", "dapi-own")
    client = ChatClient(lambda: connect(load_settings(chat_model="databricks:e")), Breaker(3, 60))
    server.script = [{"say": {"sql": "SELECT 1"}}]
    client.ask([("human", "x")], SCHEMA, SqlReply, Deadline(20))
    assert (server.keys, server.paths) == (["Bearer dapi-own"], ["/serving-endpoints/chat/completions"])


def test_a_redirect_is_not_followed(client_for: Callable[..., ChatClient], server: Any) -> None:
    server.script = [{"status": 307, "headers": {"location": f"{server.url}/elsewhere"}, "body": {}}]
    with pytest.raises(ChatFailed):
        client_for().ask([("human", "x")], SCHEMA, SqlReply, Deadline(20))
    assert len(server.requests) == 1


def test_a_failing_model_is_left_alone_for_a_while(client_for: Callable[..., ChatClient], server: Any) -> None:
    now = [0.0]
    client = client_for(Breaker(2, 60, lambda: now[0]))
    server.script = [{"status": 500, "body": {}}] * 3 + [{"say": {"sql": "SELECT 1"}}]

    def kind() -> str:
        try:
            client.ask([("human", "x")], SCHEMA, SqlReply, Deadline(20))
        except ChatFailed as failed:
            return failed.kind
        return "replied"

    assert [kind() for _ in range(4)] == ["down", "down", "resting", "resting"]
    assert len(server.requests) == 2
    now[0] = 61
    assert [kind(), kind()] == ["down", "resting"]
    now[0] = 130
    assert [kind(), kind()] == ["replied", "replied"]


def test_the_same_question_costs_once(helped: Callable[..., Agent], server: Any, viewer: Caller) -> None:
    server.script = [{"say": {"status": "plan", "readings": [{"measures": ["sessions"]}]}}]
    agent = helped()
    answers = {agent.ask("the snafu", caller=viewer).answer for _ in range(3)}
    assert (len(answers), len(server.requests)) == (1, 1)
    agent.ask("the snafu", caller=Caller("olga", "operator"))
    assert len(server.requests) == 2


def test_a_failure_is_not_kept(helped: Callable[..., Agent], server: Any, viewer: Caller) -> None:
    server.script = [{"hang_up": True}, {"say": {"status": "plan", "readings": [{"measures": ["sessions"]}]}}]
    agent = helped()
    assert [agent.ask("the snafu", caller=viewer).status for _ in range(2)] == ["declined", "answered"]


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("CHAT_MODEL", "gpt-x", "must be provider:name"),
        ("CHAT_BASE_URL", "ftp://x", "must be an http or https address"),
        ("CHAT_BASE_URL", "https://user:password@host/v1", "must be an http or https address"),
        ("CHAT_ORDER", "sometimes", "unsure"),
        ("CHAT_TIMEOUT_SECONDS", "0", "greater than 0"),
    ],
)
def test_wrong_settings(monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str) -> None:
    monkeypatch.setenv(f"LEAKAGE_{name}", value)
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert complaint in str(wrong.value)
    assert "password" not in str(wrong.value)


def test_off_in_a_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("chat_order: off\n")
    monkeypatch.setenv("LEAKAGE_SETTINGS", str(tmp_path / "own.yml"))
    assert load_settings().chat_order == "off"


def test_no_table_depends_on_a_chat_model(settings_for: Callable[..., Settings]) -> None:
    assert definition_of(settings_for()) == definition_of(load_settings())

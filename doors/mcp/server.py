"""The tools and resources: the same agent, guard, roles, conversations and audit as behind every other door."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import yaml
from fastmcp import FastMCP
from fastmcp.exceptions import ResourceError, ToolError
from fastmcp.server.auth import AccessToken, TokenVerifier
from fastmcp.server.dependencies import get_access_token
from fastmcp.tools import ToolResult
from pydantic import Field

from agent.briefing.compose import Briefing
from agent.briefing.outline import read_outline
from agent.metric_view import Strict
from agent.planner import Caller
from agent.reply import Answer
from doors.audit import product_version
from doors.briefing import briefing_over
from doors.context import Context
from doors.mcp.glossary import definition, definitions, dimensions, measures
from doors.serving.desk import Desk, Made
from doors.sign_in import Users
from pipeline.errors import LeakageError, RequestError

Language = Annotated[Literal["en", "es"], Field(description="en or es.")]
Question = Annotated[str, Field(description="One question, in English or Spanish.")]
Talk = Annotated[
    str | None, Field(description="Goes on with this conversation, or begins it: any name of your own.", max_length=80)
]
Name = Annotated[str, Field(description="The name of a measure, dimension or term.")]
JSON = "application/json"
_READ_ONLY = {"readOnlyHint": True, "openWorldHint": False}


class Resource(Strict):
    """A resource: its address and what it holds."""

    uri: str
    description: str


class ToolsFile(Strict):
    """What assistants are told; see ``tools.yml``."""

    name: str
    instructions: str
    tools: dict[str, str]
    resources: dict[str, Resource]
    asks: dict[str, str]
    most_values: int


@cache
def tools_file() -> ToolsFile:
    """Return the packaged file."""
    return ToolsFile.model_validate(yaml.safe_load((files("doors") / "mcp" / "tools.yml").read_text()))


class Tools:
    """What the tools do.

    Args:
        context: Gives out the agent over the latest published run.
        users: Who may sign in; None where nobody need.
        desk: Works on questions.
    """

    def __init__(self, context: Context, users: Users | None, desk: Desk) -> None:
        self._context, self._users, self._desk = context, users, desk

    async def ask(self, question: Question, conversation: Talk = None) -> ToolResult:
        """Answer a question."""
        caller = self._caller()
        return _told(await self._work(lambda: self._context.ask(question, (), caller, conversation)))

    async def explain(self, question: Question, conversation: Talk = None) -> ToolResult:
        """Say how a question would be answered."""
        caller = self._caller()
        return _told(await self._work(lambda: self._context.explain(question, caller, conversation)))

    async def list_measures(self, language: Language = "en") -> ToolResult:
        """List what can be measured."""
        self._caller()
        found = await self._work(lambda: measures(self._context.model, language))
        return ToolResult(structured_content={"measures": found})

    async def list_dimensions(self, language: Language = "en") -> ToolResult:
        """List what figures can be broken down by."""
        self._caller()
        found = await self._work(lambda: self._dimensions(language))
        return ToolResult(structured_content={"dimensions": found})

    async def whats_breaking(self, language: Language = "en") -> ToolResult:
        """Ask the model's question of what is breaking."""
        return await self.ask(self._own("whats_breaking", language))

    async def actions(self, language: Language = "en") -> ToolResult:
        """Ask the model's question of what to do."""
        return await self.ask(self._own("actions", language))

    async def briefing(self, audience: str = "executive", language: Language = "en") -> ToolResult:
        """Make the morning briefing."""
        caller = self._caller()
        made = await self._work(lambda: self._briefing(audience, language, caller))
        return ToolResult(_in_words(made), made.model_dump(mode="json"))

    async def definitions(self) -> str:
        """Define everything, as JSON."""
        self._caller()
        return json.dumps(definitions(self._context.model, "en"), ensure_ascii=False)

    async def definition(self, name: Name) -> str:
        """Define one measure, dimension or term, as JSON."""
        self._caller()
        try:
            return json.dumps(definition(name, self._context.model, "en"), ensure_ascii=False)
        except RequestError as unknown:
            raise ResourceError(str(unknown)) from None

    def _caller(self) -> Caller:
        """Who asks, in the role that they have now."""
        if self._users is None:
            return self._context.caller
        token = get_access_token()
        role = self._users.role_of(token.client_id) if token else None
        if token is None or role is None:
            raise ToolError("request: nobody is signed in.")
        return Caller(token.client_id, role)

    async def _work(self, make: Callable[[], Made]) -> Made:
        try:
            return await self._desk.begin(make).result()
        except LeakageError as error:
            raise ToolError(str(error)) from None

    def _own(self, tool: str, language: str) -> str:
        question = self._context.model.intents[tools_file().asks[tool]].question
        return question.get(language) or next(iter(question.values()))

    def _dimensions(self, language: str) -> list[dict[str, Any]]:
        with self._context.current() as lent:
            return dimensions(lent.agent.knowledge, language, tools_file().most_values)

    def _briefing(self, audience: str, language: str, caller: Caller) -> Briefing:
        outline = read_outline(self._context.settings.brief_outline)
        with self._context.current() as lent:
            return briefing_over(self._context, lent, outline, audience, language, caller)


class Tokens(TokenVerifier):
    """Knows users by the tokens that `leakage user token` gave them."""

    def __init__(self, users: Users) -> None:
        super().__init__()
        self._users = users

    async def verify_token(self, token: str) -> AccessToken | None:
        """Whose token it is; None for nobody's."""
        name = self._users.of_token(token)
        return AccessToken(token=token, client_id=name, scopes=[]) if name else None


def build_mcp(context: Context, users: Users | None, desk: Desk) -> FastMCP:
    """Put the server together; tools that ask a question of the model's own are there where the model has it.

    Args:
        context: Gives out the agent over the latest published run.
        users: Who may sign in; None where nobody need.
        desk: Works on questions.
    """
    file, tools = tools_file(), Tools(context, users, desk)
    server: FastMCP = FastMCP(
        file.name,
        file.instructions,
        version=product_version(),
        auth=Tokens(users) if users else None,
        mask_error_details=True,
        strict_input_validation=True,
    )
    for name, about in file.tools.items():
        if file.asks.get(name, name) in {name, *context.model.intents}:
            server.tool(getattr(tools, name), name=name, description=about, annotations=_READ_ONLY)
    for name, held in file.resources.items():
        server.resource(held.uri, description=held.description, mime_type=JSON)(getattr(tools, name))
    return server


def _told(answer: Answer) -> ToolResult:
    return ToolResult(answer.answer, answer.model_dump(mode="json"))


def _in_words(briefing: Briefing) -> str:
    sections = (f"## {section.title}\n\n{section.text}" for section in briefing.sections)
    return "\n\n".join([f"# {briefing.headline}", *sections])

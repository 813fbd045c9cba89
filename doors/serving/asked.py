"""What other programs send, read strictly: a question, who asks, in which conversation; else a plain reason. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from doors.serving.limits import serving_limits
from pipeline.errors import RequestError, TalkError, did_you_mean
from pipeline.talks import checked_name

_LIMITS = serving_limits()
_KINDS = ("str", "list[Message]", "list[Piece]")
"""Words in the place of an error that say which kind of value was tried."""
_TEXT = ("input_text", "output_text", "text")

Name = Annotated[str, StringConstraints(min_length=1, max_length=_LIMITS.name)]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Plain(_Read):
    """A question alone."""

    question: str = Field(description="In English or Spanish.")
    conversation: str | None = Field(None, description="Goes on with this conversation of the user's, or begins it.")
    user: Name | None = Field(None, description="Who asks, where nobody signs in.")
    explain: bool = Field(False, description="Only say how it would be read and answered.")


class Piece(BaseModel):
    """A part of a message; only texts are read."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    type: str = "input_text"
    text: str | None = None


class Message(BaseModel):
    """A message of the talk."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    role: Literal["user", "assistant", "system", "developer"] | None = None
    type: str = "message"
    content: str | list[Piece] | None = None


class About(_Read):
    """Whose request it is, and in which conversation."""

    conversation_id: str | None = None
    user_id: Name | None = None


class Responses(_Read):
    """A request as clients of the Responses protocol send it, as far as it is used."""

    input: str | list[Message] = Field(description="The talk; what the user says last is the question.")
    stream: bool | None = Field(None, description="Answer in server-sent events.")
    custom_inputs: About | None = Field(None, description="conversation_id and user_id.")
    context: About | None = Field(None, description="The same.")
    user: Name | None = Field(None, description="Who asks, where nobody signs in.")


@dataclass(frozen=True)
class Asked:
    """A question as the agent takes it."""

    question: str
    earlier: tuple[str, ...] = ()
    conversation: str | None = None
    user: str | None = None
    explain: bool = False
    stream: bool = False


def read_json(body: bytes) -> dict[str, Any]:
    """Read a body as one JSON object.

    Raises:
        RequestError: It is none, or one that can't be read safely.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise RequestError(400, f"the body is not text in UTF-8 (byte {broken.start + 1}).") from None
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as broken:
        raise RequestError(400, f"the body is not JSON: {broken}.", _EXAMPLE) from None
    if not isinstance(found, dict):
        raise RequestError(400, "the body is not a JSON object.", _EXAMPLE)
    _check_depth(found)
    _check_characters(json.dumps(found, ensure_ascii=False))
    return found


def read_plain(content: Mapping[str, Any]) -> Asked:
    """Read a question alone.

    Raises:
        RequestError: A field is missing, unknown, or of the wrong kind.
    """
    read = _as(Plain, content)
    return Asked(read.question, (), _named(read.conversation), read.user, explain=read.explain)


def read_responses(content: Mapping[str, Any]) -> Asked:
    """Read a Responses-style request: what the user says last is the question, what was said before is the talk.

    Raises:
        RequestError: A field is missing, unknown, or of the wrong kind, or the user says nothing.
    """
    read = _as(Responses, {name: value for name, value in content.items() if name not in _LIMITS.unused})
    said = [read.input] if isinstance(read.input, str) else list(_said(read.input))
    if not said:
        raise RequestError(400, "no message of a user is in the input.", _EXAMPLE_INPUT)
    conversation = _one(
        "conversation_id", (about.conversation_id for about in (read.custom_inputs, read.context) if about)
    )
    user = _one("user_id", (read.user, *(about.user_id for about in (read.custom_inputs, read.context) if about)))
    return Asked(said[-1], tuple(said[:-1]), _named(conversation), user, stream=bool(read.stream))


_Kind = TypeVar("_Kind", bound=BaseModel)


def _as(kind: type[_Kind], content: Mapping[str, Any]) -> _Kind:
    try:
        return kind.model_validate(content)
    except ValidationError as invalid:
        error = max(invalid.errors(include_url=False, include_input=False), key=lambda one: len(one["loc"]))
        place = ".".join(str(part) for part in error["loc"] if part not in _KINDS)
        unknown = error["type"] == "extra_forbidden"
        near = did_you_mean(str(error["loc"][-1]), kind.model_fields) if unknown else ""
        raise RequestError(400, f"'{place[:200]}': {error['msg'].lower()}.", near) from None


def _said(messages: Sequence[Message]) -> Iterable[str]:
    if len(messages) > _LIMITS.messages:
        raise RequestError(413, f"the input has more than {_LIMITS.messages} messages.")
    return (text for one in messages if one.role == "user" and (text := _text_of(one.content)) is not None)


def _text_of(content: str | list[Piece] | None) -> str | None:
    if isinstance(content, list):
        pieces = [piece.text for piece in content if piece.type in _TEXT and piece.text is not None]
        return " ".join(pieces) if pieces else None
    return content


def _one(name: str, given: Iterable[str | None]) -> str | None:
    different = list(dict.fromkeys(one for one in given if one is not None))
    if len(different) > 1:
        raise RequestError(400, f"'{name}' is given in two ways that differ.")
    return different[0] if different else None


def _named(conversation: str | None) -> str | None:
    try:
        return conversation if conversation is None else checked_name(conversation)
    except TalkError as wrong:
        raise RequestError(400, wrong.message, wrong.hint) from None


def _check_depth(content: Any) -> None:
    """Refuse what nests so deep that nobody means it; not by recursion, which it could exhaust."""
    level = [content]
    for _ in range(_LIMITS.depth):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    raise RequestError(400, f"the body has more than {_LIMITS.depth} objects and lists within each other.")


def _parts(content: Any) -> Iterable[Any]:
    inside = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return (part for part in inside if isinstance(part, dict | list))


def _check_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise RequestError(400, "the body has half of a surrogate pair, which is no character.") from None


def _no_number(said: str) -> None:
    raise ValueError(f"{said} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands in an object more than once")
    return found


_EXAMPLE = 'Send {"question": "What\'s breaking today?"} to /ask.'
_EXAMPLE_INPUT = 'Send {"input": [{"role": "user", "content": "What\'s breaking today?"}]}.'

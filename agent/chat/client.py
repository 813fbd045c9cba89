"""Ask a chat model for a reply of a given shape, within a time limit, and survive whatever it does instead."""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import ValidationError

from agent.chat.breaker import Breaker
from agent.chat.connect import Method
from agent.chat.failure import ChatFailed, failure_of
from agent.chat.schema import Json
from agent.plan import Part
from agent.watch import calling
from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

Message = tuple[Literal["system", "human", "ai"], str]
Reply = TypeVar("Reply", bound=Part)
Got = TypeVar("Got")

_UNKNOWN_METHOD = (400, 404, 405, 422, 501)
"""What a server says that does not know structured output."""


class MalformedReply(Exception):  # noqa: N818 - an outcome: the model is asked again
    """A reply came, but it is not what was asked for; the message says why, for the model to read."""


@dataclass
class Deadline:
    """How long all the work on one question may still take."""

    seconds: float

    def __post_init__(self) -> None:
        self._end = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        """Seconds left; 0 when it has passed."""
        return max(0.0, self._end - time.monotonic())


class ChatClient:
    """One chat model, made when it is first asked.

    Args:
        connect: Makes the model.
        breaker: Remembers how it fared.
        method: How it is first asked for a shape; by a tool when it does not know that way.
    """

    def __init__(
        self, connect: "Callable[[], BaseChatModel]", breaker: Breaker, method: Method = "json_schema"
    ) -> None:
        self._connect = connect
        self._breaker = breaker
        self._lock = threading.Lock()
        self._model: BaseChatModel | None = None
        self._method: Method = method

    def ask(self, messages: Sequence[Message], schema: Json, shape: type[Reply], deadline: Deadline) -> Reply:
        """Ask for one reply.

        Args:
            messages: The talk with the model.
            schema: The shape of the reply, as the model is told.
            shape: The same, as it is read.
            deadline: How long it may take.

        Raises:
            MalformedReply: The reply has another shape.
            ChatFailed: There is no reply.
        """
        if self._breaker.resting:
            raise ChatFailed("resting")
        try:
            found = self._talk(messages, schema, deadline)
        except ChatFailed as failed:
            self._breaker.failed()
            _log(failed)
            raise
        self._breaker.succeeded()
        return _read(found, shape)

    def gave_up(self) -> ChatFailed:
        """Take note that its replies did not hold, however often it was asked."""
        self._breaker.failed()
        failed = ChatFailed("nonsense")
        _log(failed)
        return failed

    def _talk(self, messages: Sequence[Message], schema: Json, deadline: Deadline) -> Any:
        try:
            return self._invoke(messages, schema, deadline)
        except ChatFailed as failed:
            if self._method == "function_calling" or failed.status not in _UNKNOWN_METHOD:
                raise
        self._method = "function_calling"
        try:
            return self._invoke(messages, schema, deadline)
        except ChatFailed as failed:
            if failed.status in _UNKNOWN_METHOD:
                self._method = "json_schema"
            raise

    def _invoke(self, messages: Sequence[Message], schema: Json, deadline: Deadline) -> Any:
        start, model = time.perf_counter(), self.ready()
        structured = _structured(model, schema, self._method)
        with calling(_name_of(model)) as used:
            result = _wait(_untraced(structured.ainvoke(list(messages))), deadline.left)
            used |= getattr(result["raw"], "usage_metadata", None) or {}
        _log_spent(used, start)
        error = result["parsing_error"]
        if error is not None and failure_of(error).kind == "refused":
            raise ChatFailed("refused")
        return result["parsed"]

    def ready(self) -> "BaseChatModel":
        """Make the model, which takes seconds the first time, and no request.

        Raises:
            ChatFailed: It can't be made; the log says why.
        """
        with self._lock:
            if self._model is None:
                try:
                    self._model = self._connect()
                except SettingsError as wrong:
                    failed = ChatFailed("rejected")
                    _log(failed, reason=str(wrong))
                    raise failed from None
            return self._model


def _structured(model: "BaseChatModel", schema: Json, method: Method) -> "Runnable[Any, Any]":
    strict = {"strict": True} if "strict" in inspect.signature(model.with_structured_output).parameters else {}
    return model.with_structured_output(schema, method=method, include_raw=True, **strict)


async def _untraced(work: Coroutine[Any, Any, Any]) -> Any:
    """Do the work without LangChain's own tracing, which would send prompts to yet another place."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        return await work


def _wait(work: Coroutine[Any, Any, Got], seconds: float) -> Got:
    """Do asynchronous work from any thread, and end it when its time is over, wherever it is stuck."""
    future = asyncio.run_coroutine_threadsafe(work, _loop())
    try:
        return future.result(timeout=seconds)
    except (TimeoutError, CancelledError):
        future.cancel()
        raise ChatFailed("slow") from None
    except Exception as error:
        raise failure_of(error) from None


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop, in a thread of its own, that all requests run in: connections belong to a loop."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat", daemon=True).start()
    return loop


def _read(found: Any, shape: type[Reply]) -> Reply:
    if not isinstance(found, dict):
        raise MalformedReply("The reply is not one JSON object of the shape that was asked for.")
    try:
        return shape.model_validate(_without_nulls(found))
    except ValidationError as invalid:
        raise MalformedReply(_in_words(invalid)) from None


def _without_nulls(found: Any) -> Any:
    """A reply without its nulls, which stand for what was left out."""
    if isinstance(found, dict):
        return {key: _without_nulls(value) for key, value in found.items() if value is not None}
    return [_without_nulls(one) for one in found] if isinstance(found, list) else found


def _in_words(invalid: ValidationError) -> str:
    said = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}." for one in invalid.errors(include_input=False)[:5])
    return " ".join(said)


def _log(failed: ChatFailed, **more: str) -> None:
    import structlog  # as in answer.py: costs time, and is hardly ever needed

    structlog.get_logger(__name__).warning("chat_failed", kind=failed.kind, status=failed.status, **more)


def _name_of(model: "BaseChatModel") -> str:
    """What a model is called by whoever serves it."""
    return str(getattr(model, "model_name", None) or getattr(model, "model", None) or type(model).__name__)


def _log_spent(used: Mapping[str, Any], start: float) -> None:
    import structlog

    structlog.get_logger(__name__).debug(
        "chat_replied",
        tokens_in=used.get("input_tokens"),
        tokens_out=used.get("output_tokens"),
        ms=round((time.perf_counter() - start) * 1000),
    )

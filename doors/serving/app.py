"""The server: the agent behind HTTP, the same answer in three forms. See docs/serving.md."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from agent.planner import Caller
from agent.reply import Answer
from doors.audit import product_version
from doors.context import Context
from doors.serving.asked import Asked, Plain, Responses, read_plain, read_responses
from doors.serving.body import Intake
from doors.serving.desk import Desk, Gone, Work
from doors.serving.doorkeeper import Doorkeeper
from doors.serving.guests import Guests
from doors.serving.limits import serving_limits
from doors.serving.page import page_of
from doors.serving.replies import AGAIN, BEAT, DONE, event, events_of, failure, response_of
from doors.sign_in import Users
from pipeline.errors import LeakageError, PublishError, RequestError, TalkError

_STATUS: dict[type[LeakageError], int] = {TalkError: 403, PublishError: 503}
TRACE = "x-trace-id"


@dataclass(frozen=True)
class Server:
    """What the endpoints share.

    Attributes:
        context: Gives out the agent over the latest published run.
        desk: Works on questions.
        guests: Tells who asks.
        intake: Takes bodies in.
    """

    context: Context
    desk: Desk
    guests: Guests
    intake: Intake

    async def begin(self, request: Request, read: Callable[[Mapping[str, Any]], Asked]) -> tuple[Asked, Work[Answer]]:
        """Read a request and take up its question.

        Raises:
            RequestError: It is not as it must be, may not be sent, or all are busy.
        """
        sender = await self.guests.caller(request.headers.get("authorization"))
        asked = read(await self.intake.json(request))
        caller = self.guests.named(sender, asked.user)
        request.state.user = caller.user
        return asked, self.desk.begin(lambda: self._answer(asked, caller))

    def _answer(self, asked: Asked, caller: Caller) -> Answer:
        if asked.explain:
            return self.context.explain(asked.question, caller, asked.conversation)
        return self.context.ask(asked.question, asked.earlier, caller, asked.conversation)


def build_app(context: Context, users: Users | None, desk: Desk) -> FastAPI:
    """Put the server together.

    Args:
        context: Gives out the agent over the latest published run.
        users: Who may sign in; None where nobody need.
        desk: Works on questions.
    """
    server = Server(context, desk, Guests(users, context.caller), Intake())
    app = FastAPI(title="Leakage command center", version=product_version(), docs_url=None, redoc_url=None)
    _add_questions(app, server)
    _add_state(app, server)
    app.add_exception_handler(LeakageError, _refused)
    app.add_exception_handler(HTTPException, _no_such)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Doorkeeper, own_machine_only=users is None, refuse_when_full=desk.refuse_when_full)
    return app


def _add_questions(app: FastAPI, server: Server) -> None:
    @app.post("/ask", openapi_extra=_body(Plain), response_model=None)
    async def ask(request: Request) -> Response:
        """Ask a question; the reply is the whole answer, the same object as `leakage ask --json` prints."""
        _, work = await server.begin(request, read_plain)
        return _told(await work.result(_leaving(request)), lambda answer: answer.model_dump(mode="json"))

    @app.post("/responses", openapi_extra=_body(Responses), response_model=None)
    @app.post("/invocations", openapi_extra=_body(Responses), response_model=None)
    async def respond(request: Request) -> Response:
        """Ask as clients of the Responses protocol do; with `stream` the answer comes in server-sent events."""
        asked, work = await server.begin(request, read_responses)
        if asked.stream:
            return StreamingResponse(_streamed(work, _leaving(request)), media_type="text/event-stream")
        return _told(await work.result(_leaving(request)), lambda answer: response_of(answer, round(time.time(), 3)))


def _add_state(app: FastAPI, server: Server) -> None:
    @app.get("/health")
    async def health() -> dict[str, str]:
        """Whether the server is alive."""
        return {"status": "ok"}

    @app.get("/ready", response_model=None)
    async def ready() -> Response:
        """Whether it can answer: something has been published, and it is not about to end."""
        server.desk.refuse_when_closing()
        run = await asyncio.to_thread(_served_run, server.context)
        return JSONResponse({"status": "ready", "run": run, "version": product_version()})

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page_of(app.openapi()))


def _served_run(context: Context) -> str | None:
    with context.current() as lent:
        return lent.run.run_id if lent.run else None


def _told(answer: Answer, shape: Callable[[Answer], dict[str, Any]]) -> Response:
    return JSONResponse(shape(answer), headers={TRACE: answer.trace_id})


async def _streamed(work: Work[Answer], gone: Gone) -> AsyncIterator[str]:
    """The events of an answer; while it is made, signs of life. Who leaves ends this, and with it the work."""
    making = asyncio.ensure_future(work.result(gone))
    try:
        while not (await asyncio.wait({making}, timeout=serving_limits().beat_seconds))[0]:
            yield BEAT
        for one in events_of(making.result(), round(time.time(), 3)):
            yield one
    except LeakageError as error:
        yield event("error", code=error.phase, message=str(error))
    finally:
        making.cancel()
    yield DONE


def _leaving(request: Request) -> Gone:
    async def left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return left


async def _refused(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, LeakageError) else LeakageError("")
    status = known.status if isinstance(known, RequestError) else _STATUS.get(type(known), 500)
    headers = {"retry-after": str(serving_limits().retry_seconds)} if status in AGAIN else {}
    if status == 401:
        headers["www-authenticate"] = 'Basic realm="leakage", charset="UTF-8"'
    return JSONResponse(failure(known), status, headers)


async def _no_such(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    told = RequestError(status, "there is nothing at this address, or not by this method.", "See /docs.")
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return JSONResponse(failure(told), status, headers)


async def _broken(request: Request, error: Exception) -> Response:
    request_id = getattr(request.state, "request_id", "")
    return JSONResponse(failure(LeakageError(f"something went wrong inside; see request {request_id}.")), 500)


def _body(kind: type[Plain] | type[Responses]) -> dict[str, Any]:
    schema = kind.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}

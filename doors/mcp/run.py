"""The tools served: over standard input and output to the program that started this, or over HTTP to others."""

import signal
from collections.abc import Callable
from contextlib import closing, suppress

import anyio
import uvicorn

from doors.context import Context
from doors.mcp.server import build_mcp
from doors.serving.doorkeeper import Doorkeeper
from doors.serving.run import OPTIONS, address_of, desk_of, listening, run
from doors.sign_in import refuse_strangers, users_of
from pipeline.settings import Settings

PATH = "/mcp"


def serve_stdio(settings: Settings) -> None:
    """Serve the program that started this one, as the settings' user, until it closes standard input.

    Raises:
        PublishError: Nothing has been published yet.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Context(settings, door="mcp") as context, closing(desk_of(settings)) as desk:
        context.warm_up()
        server = build_mcp(context, None, desk)
        with suppress(KeyboardInterrupt):
            anyio.run(lambda: server.run_stdio_async(show_banner=False, log_level="ERROR"))


def serve_http(settings: Settings, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve over HTTP until interrupted or told to end; who may sign in needs a token.

    Args:
        settings: The home whose latest published run is served, and who asks where nobody signs in.
        host: The address to listen on; only this machine's own where nobody signs in.
        port: The port; 0 for any free one.
        tell: Told of the address.

    Raises:
        SettingsError: The address can be reached from elsewhere, or the port is taken.
        PublishError: Nothing has been published yet.
    """
    users = users_of(settings)
    refuse_strangers(host, users, "server")
    with closing(listening(host, port)) as door, Context(settings, door="mcp") as context:
        context.warm_up()
        with closing(desk_of(settings)) as desk:
            app = build_mcp(context, users, desk).http_app(PATH, stateless_http=True, host_origin_protection=False)
            tell(address_of(door) + PATH)
            kept = Doorkeeper(app, own_machine_only=users is None)
            run(uvicorn.Config(kept, **(OPTIONS | {"lifespan": "on"})), door)

"""The server run until it is told to end: what runs is finished, what is asked meanwhile is sent elsewhere."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import uvicorn

from doors.context import Context
from doors.serving.app import build_app
from doors.serving.desk import Desk
from doors.serving.limits import serving_limits
from doors.sign_in import refuse_strangers, users_of
from pipeline.errors import SettingsError
from pipeline.settings import Settings


def serve(settings: Settings, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve until interrupted or told to end.

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
    with closing(listening(host, port)) as door, Context(settings, door="server") as context:
        context.warm_up()
        with closing(desk_of(settings)) as desk:
            tell(address_of(door))
            run(uvicorn.Config(build_app(context, users, desk), **OPTIONS), door)


def desk_of(settings: Settings) -> Desk:
    """Return a desk as the settings say."""
    running = settings.serve_running or os.cpu_count() or 1
    return Desk(running, settings.serve_waiting, settings.serve_timeout_seconds)


OPTIONS: dict[str, Any] = {
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
    "date_header": True,
    "lifespan": "off",
    "timeout_keep_alive": 30,
    "timeout_graceful_shutdown": int(serving_limits().end_seconds),
}


def run(config: uvicorn.Config, door: socket.socket) -> None:
    """Serve at an open socket; uvicorn finishes what runs, then passes the signal on, which ends this like Ctrl+C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.setswitchinterval(serving_limits().switch_seconds)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """Open a socket to listen on.

    Raises:
        SettingsError: The port is taken, or the address is not this machine's.
    """
    try:
        return socket.create_server((host, port), family=_family(host), backlog=2048)
    except OSError as refused:
        raise SettingsError(f"port {port} on {host}: {refused.strerror}.", "Give another with --port.") from None


def address_of(door: socket.socket) -> str:
    """Say where an open socket is reached."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET

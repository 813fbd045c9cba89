"""``leakage page``."""

import ipaddress
import os
import signal
import socket

from doors.context import Context
from doors.sign_in import users_of
from pipeline.errors import SettingsError
from pipeline.settings import Settings
from ui.commands.progress import log_to_terminal, say


def run(settings: Settings, host: str, port: int, open_browser: bool) -> None:
    """Serve the page until it is interrupted.

    Args:
        settings: The home whose latest published run is shown, and the caller.
        host: The address to listen on; only this machine's own where nobody signs in.
        port: The port; 0 for any free one.
        open_browser: Whether to open it in a browser.

    Raises:
        SettingsError: The address can be reached from elsewhere, or the port is taken.
        PublishError: Nothing has been published yet.
    """
    users = users_of(settings)
    if users is None:
        _refuse_other_machines(host)
    port = _free_port(host, port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ui.app import build_page, serve

    log_to_terminal(settings)
    with Context(settings, door="page") as context:
        context.warm_up()
        signal.signal(signal.SIGTERM, _end)
        blocks = build_page(context)
        address = serve(blocks, host, port, users, open_browser=open_browser)
        say(f"The page is at {address} (Ctrl+C ends it)")
        blocks.block_thread()


def _end(number: int, frame: object) -> None:
    """End as Ctrl+C does, so that what is still to be written is written."""
    raise KeyboardInterrupt


def _refuse_other_machines(host: str) -> None:
    if host != "localhost" and not _is_loopback(host):
        raise SettingsError(
            f"nobody signs in to this page, so it can't listen on {host}, where other machines reach it.",
            "Add users with `leakage user add NAME`, or leave --host at 127.0.0.1.",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _free_port(host: str, port: int) -> int:
    try:
        with socket.create_server((host, port)) as listening:
            return int(listening.getsockname()[1])
    except OSError as taken:
        raise SettingsError(f"port {port} on {host}: {taken.strerror}.", "Give another one with --port.") from None

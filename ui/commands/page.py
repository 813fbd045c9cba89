"""``leakage page``."""

import os
import signal
import socket

from doors.context import Context
from doors.forwarded import gate_of
from doors.sign_in import refuse_strangers
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
    gate = gate_of(settings)
    refuse_strangers(host, gate, "page")
    port = free_port(host, port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ui.app import build_page, serve

    log_to_terminal(settings)
    with Context(settings, door="page") as context:
        context.warm_up()
        signal.signal(signal.SIGTERM, end)
        blocks = build_page(context)
        address = serve(blocks, host, port, gate, open_browser=open_browser)
        say(f"The page is at {address} (Ctrl+C ends it)")
        blocks.block_thread()


def end(number: int, frame: object) -> None:
    """End as Ctrl+C does, so that what is still to be written is written."""
    raise KeyboardInterrupt


def free_port(host: str, port: int) -> int:
    """Return a port that nobody listens on: the one that is wanted, or for 0 any.

    Raises:
        SettingsError: It is taken, or may not be listened on.
    """
    try:
        with socket.create_server((host, port)) as listening:
            return int(listening.getsockname()[1])
    except OSError as taken:
        raise SettingsError(f"port {port} on {host}: {taken.strerror}.", "Give another one with --port.") from None

"""``leakage serve``."""

from pipeline.settings import Settings
from ui.commands.progress import log_as_json, say_at_once


def run(settings: Settings, host: str, port: int) -> None:
    """Serve the agent until interrupted; the log, one JSON object a line, goes to standard error.

    Raises:
        SettingsError: The address can be reached from elsewhere, or the port is taken.
        PublishError: Nothing has been published yet.
    """
    from doors.serving.run import serve

    log_as_json(settings)
    serve(
        settings, host, port, lambda address: say_at_once(f"Serving at {address} (Ctrl+C ends it); see {address}/docs")
    )


def run_mcp(settings: Settings, listen_on: tuple[str, int] | None) -> None:
    """Serve the tools; nothing but the protocol goes to standard output.

    Args:
        settings: The home whose latest published run is served, and who asks where nobody signs in.
        listen_on: A host and port for HTTP; None for standard input and output.

    Raises:
        SettingsError: The address can be reached from elsewhere, or the port is taken.
        PublishError: Nothing has been published yet.
    """
    from doors.mcp.run import serve_http, serve_stdio

    log_as_json(settings)
    if listen_on is None:
        serve_stdio(settings)
    else:
        serve_http(settings, *listen_on, lambda at: say_at_once(f"Serving tools at {at} (Ctrl+C ends it)"))

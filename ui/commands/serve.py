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

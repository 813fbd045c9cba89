"""``leakage demo``."""

from pipeline.settings import Settings
from ui.commands import build, generate, page
from ui.commands.progress import say


def run(settings: Settings, port: int, open_browser: bool) -> None:
    """Make data unless raw files are there, build unless nothing has changed, and serve the page."""
    if any(settings.landing.glob("**/*.csv")):
        say(f"Raw files are in {settings.landing} already; they are kept.")
    else:
        say("Making up seventy days of a health plan ...")
        generate.run(settings, {}, None, None, verbose=False)
    build.run(settings, None, full=False, wait=60, as_json=False, verbose=False)
    page.run(settings, "127.0.0.1", port, open_browser)

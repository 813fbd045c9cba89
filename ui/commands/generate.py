"""``leakage generate``."""

from pathlib import Path
from typing import Any

from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.settings import Settings
from ui.commands.progress import say, shown


def run(settings: Settings, given: dict[str, Any], world: Path | None, out: Path | None, *, verbose: bool) -> None:
    """Make the data set and say what was made."""
    landing = out or settings.landing
    request = Request(
        **{name: value for name, value in given.items() if value is not None}, time_zone=settings.time_zone
    )
    with shown(settings, verbose=verbose) as tell:
        summary = generate(
            request, landing, landing.parent / "answer_key", progress=lambda words: tell(words, 1, 1), world=world
        )
    say(summary)
    say(f"The landing zone is {landing}. Next: leakage build")

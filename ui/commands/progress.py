"""What long work shows while it runs, and how results are printed."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.errors import SettingsError
from pipeline.settings import Settings

Tell = Callable[[str, int, int], None]

_COLUMNS = (
    SpinnerColumn(),
    TextColumn("{task.description:<44}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


@contextmanager
def shown(settings: Settings, *, verbose: bool) -> Iterator[Tell]:
    """Show the work that tells of itself here; the log goes to a file, or to the terminal when ``verbose``."""
    with _log_file(settings) as file:
        _log_to(sys.stderr if verbose else file, settings.log_level, as_json=not verbose)
        if verbose or not sys.stderr.isatty():
            yield _quiet
            return
        with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as display:
            task = display.add_task("")

            def tell(name: str, position: int, total: int) -> None:
                display.update(task, description=name, completed=position - 1, total=total)

            yield tell


@contextmanager
def _log_file(settings: Settings) -> Iterator[Any]:
    path = settings.state / "log.jsonl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as refused:
        raise SettingsError(f"home {settings.home} cannot be written: {refused.strerror}.") from None
    with file:
        yield file


def log_to_terminal(settings: Settings) -> None:
    """Send what goes wrong while answering to the terminal, beside the answers, which go to the output."""
    _log_to(_Terminal(), settings.log_level, as_json=False)


def log_as_json(settings: Settings) -> None:
    """Send the log to standard error, one JSON object a line."""
    _log_to(_Terminal(), settings.log_level, as_json=True)


class _Terminal:
    """Standard error as it is when something is written, not as it was when logging was set up."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _log_to(stream: Any, level: str, *, as_json: bool) -> None:
    last = structlog.processors.JSONRenderer(default=str) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _quiet(name: str, position: int, total: int) -> None:
    """Tell nobody."""


def say_at_once(line: str) -> None:
    """Print a line for whoever started this, even into a pipe."""
    print(line, flush=True)


def say(what: Any) -> None:
    """Print for people."""
    Console().print(what)

"""How the command ends when something is wrong: one clear line, never a stack trace."""

import sys
import traceback
from collections.abc import Callable
from tempfile import NamedTemporaryFile
from typing import NoReturn

import typer

# Which extra brings a library that the base install leaves out.
EXTRAS = {
    "apscheduler": "brief",
    "argon2": "page",
    "css_inline": "brief",
    "faker": "generate",
    "fastapi": "serve",
    "fastmcp": "mcp",
    "gradio": "page",
    "httpx": "brief",
    "jinja2": "page",
    "numpy": "generate",
    "pyarrow": "generate",
    "pyspark": "spark",
    "tenacity": "brief",
    "uvicorn": "serve",
}


def ended_well(command: Callable[[], object]) -> None:
    """Run the command; an error is one clear line and a non-zero exit."""
    from pipeline.errors import LeakageError

    try:
        command()
    except LeakageError as error:
        _leave(str(error))
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRAS:
            raise
        extra = f"pip install 'leakage-command-center[{EXTRAS[missing.name]}]'"
        _leave(f"This verb needs {missing.name}, which is not installed: {extra}")
    except OSError as refused:
        _leave(f"{refused.filename or 'the output'}: {refused.strerror}.")
    except Exception as error:  # nobody who types a command should have to read a stack trace
        _leave(f"{type(error).__name__}: {_first_line(error)} This should not happen; what it was: {_kept(error)}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given."])[0]


def _kept(error: Exception) -> str:
    """Write an error down whole, for whoever mends it; return where."""
    with NamedTemporaryFile("w", prefix="leakage-", suffix=".log", delete=False) as file:
        file.writelines(traceback.format_exception(error))
    return file.name


def _leave(message: str) -> NoReturn:
    typer.secho(message, fg="red", err=True)
    sys.exit(1)

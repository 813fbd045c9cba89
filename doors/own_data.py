"""An agent over a database of one's own, instead of a published run."""

from pathlib import Path

from agent.answer import Agent
from agent.watch import Observer
from pipeline.errors import ExecuteError, SemanticError
from pipeline.settings import Settings

_DUCKDB_MAGIC = (8, b"DUCK")
"""Where a DuckDB file says that it is one."""
_WANTED = "--data (or LEAKAGE_DATA) names a database file made by DuckDB."


def over_own_data(settings: Settings, model: Path | None, data: Path, observer: Observer | None) -> Agent:
    """Open a database of one's own for questions.

    Args:
        settings: The settings, for threads and a chat model.
        model: A folder with the semantic model that describes it; None for the one that comes with the product.
        data: The database.
        observer: Who wants to know what happened to each question.

    Raises:
        ExecuteError: It is no DuckDB database.
        SemanticError: The model does not fit it.
    """
    refuse_other_files(data)
    try:
        return Agent.load(model, data, None, settings, observer)
    except SemanticError as unfit:
        hint = unfit.hint if model else "--model names the folder of the semantic model that describes these data."
        raise SemanticError(f"{data}: {unfit.message}", hint) from None


def refuse_other_files(data: Path) -> None:
    """Check that a file is a DuckDB database.

    Raises:
        ExecuteError: It is something else, or can't be read.
    """
    place, magic = _DUCKDB_MAGIC
    try:
        with data.open("rb") as file:
            begin = file.read(place + len(magic))
    except OSError as refused:
        raise ExecuteError(f"the data {data} cannot be read: {refused.strerror}.", _WANTED) from None
    if begin[place:] != magic:
        raise ExecuteError(f"{data} is {'not a DuckDB file' if begin else 'empty'}.", _WANTED)

"""A second opinion from the engine's own parser: the text is one SELECT to it as well. Nothing is run."""

import threading
from functools import cache

import duckdb

from agent.guard import first_line, refusal

_ONE_AT_A_TIME = threading.Lock()


def check_with_parser(text: str, engine: str) -> None:
    """Let the engine's parser read a text that is about to run; other engines than DuckDB have none at hand.

    Raises:
        RefusedError: It does not take the text for one SELECT.
    """
    if engine != "duckdb":
        return
    try:
        with _ONE_AT_A_TIME:
            kinds = [statement.type for statement in _parser().extract_statements(text)]
    except duckdb.Error as wrong:
        raise refusal("unparsable", what=first_line(wrong)) from None
    if kinds != [duckdb.StatementType.SELECT]:
        raise refusal("several_statements" if len(kinds) > 1 else "not_a_query", what="what this reads as")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:", config={"enable_external_access": False, "threads": 1, "lock_configuration": True}
    )

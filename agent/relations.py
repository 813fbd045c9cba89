"""What stands behind FROM in a metric view: a table, or a query, under a name."""

import re

from sqlglot import exp, parse_one

DIALECT = "databricks"
"""The dialect that metric views are written in."""
SOURCE = "source"
"""The name that a view's source goes by in its expressions."""


def relation(source: str, alias: str) -> exp.Expr:
    """A table's name or a query as what stands behind FROM, under a name."""
    if is_query(source):
        named = exp.TableAlias(this=exp.to_identifier(alias))
        return exp.Subquery(this=parse_one(source, read=DIALECT), alias=named)
    return exp.alias_(exp.to_table(source, dialect=DIALECT), alias, table=True)


def is_query(source: str) -> bool:
    """Whether a source is a query rather than the name of a table."""
    return re.match(r"[\s(]*(select|with|from)\s", source, re.IGNORECASE) is not None

"""Files that are spoiled as a whole: cut short, or with other columns than they should have."""

import csv
import io

from pipeline.generate.damage import Row
from pipeline.generate.dirt_kinds import Column, DirtySource

CUT = "truncated_line"


def spoiled_file(kind: str, rows: list[Row], source: DirtySource, new: Column) -> tuple[str, list[str]]:
    """Return a file's text, and for each row the name under which the world file gives its reason."""
    if kind == "truncated_file":
        return _truncated(rows), [*(kind for _ in rows[:-1]), CUT]
    if kind == "renamed_column":
        return _text([{source.renamed.get(name, name): value for name, value in row.items()} for row in rows]), [
            kind
        ] * len(rows)
    if kind == "missing_column":
        return _text([{name: value for name, value in row.items() if name != source.dropped} for row in rows]), [
            kind
        ] * len(rows)
    return _text([row | {new.name: new.value} for row in rows]), [kind] * len(rows)


def _text(rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _truncated(rows: list[Row]) -> str:
    """Return the rows as text, the last one broken off in its second field."""
    whole = _text(rows[:-1]) if rows[1:] else _header(rows[0])
    first, second, *_ = rows[-1].values()
    return f"{whole}{first},{second[: len(second) // 2]}"


def _header(row: Row) -> str:
    return _text([row]).split("\n", 1)[0] + "\n"

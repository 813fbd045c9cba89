"""The tiles at the head of the board: a figure each, what stands beside it, and its course as a small line. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.reply import Answer, Value
from ui.center.center_file import TilesFile
from ui.charts import WHOLE
from ui.tables import Place, Writer, columns_of


@dataclass(frozen=True)
class Course:
    """How a figure went: the points of its line in percent of the room, and the values it lies between."""

    points: str
    days: int
    least: str
    most: str


@dataclass(frozen=True)
class Tile:
    """One row of an answer.

    Attributes:
        beside: What stands beside the figure, each with its label.
        course: How the figure went; None where that is not known.
    """

    name: str
    figure: str
    label: str
    beside: tuple[tuple[str, str], ...]
    course: Course | None


def tiles_of(answer: Answer, course: Answer | None, file: TilesFile, say: Writer) -> Iterator[Tile]:
    """Lay out an answer's rows as tiles.

    Args:
        answer: A row for each tile; its first column names it.
        course: The answer that knows how each went, a row for each day in their order.
        file: Which columns are shown.
        say: Writes values.
    """
    places = {column.name: (place, column) for place, column in columns_of(answer)}
    if file.figure not in places or not answer.rows:
        return
    first, figure = columns_of(answer)[0], places[file.figure]
    beside = [places[name] for name in file.beside if name in places]
    for row in answer.rows:
        went = list(_went(course, first[1].name, row[first[0]], file.figure)) if course else []
        yield Tile(
            say.write(row[first[0]], first[1]),
            say.write(row[figure[0]], figure[1]),
            figure[1].label,
            tuple((column.label, say.write(row[place], column)) for place, column in beside),
            _course(went, figure, say),
        )


def _went(course: Answer, by: str, value: Value, figure: str) -> Iterator[float]:
    """The figure day by day; of one part alone where the course has no parts."""
    places = {name: place for place, name in enumerate(course.columns)}
    if figure not in places:
        return
    for row in course.rows:
        amount = row[places[figure]]
        if (by not in places or row[places[by]] == value) and isinstance(amount, int | float):
            yield float(amount)


def _course(went: Sequence[float], figure: Place, say: Writer) -> Course | None:
    if len(went) < 2:
        return None
    least, most = min(went), max(went)
    room = (most - least) or 1.0
    step = WHOLE / (len(went) - 1)
    points = " ".join(f"{n * step:.2f},{WHOLE - (one - least) / room * WHOLE:.2f}" for n, one in enumerate(went))
    return Course(points, len(went), *(say.write(int(one), figure[1]) for one in (least, most)))

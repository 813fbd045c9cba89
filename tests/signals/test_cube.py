"""Cubes of counts: from columns and files, refused when they can't be."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import SignalError
from signals.cube import Cube
from signals.files import Named, read_cube

ROWS = {
    "day": np.array(["2026-03-02", "2026-03-04", "2026-03-04", "2026-03-04"], object),
    "hour": np.array([0, 23, 23, 5]),
    "shop": np.array(["north", "south", "south", None], object),
    "goods": np.array(["tea", "tea", "tea", "rice"], object),
    "n": np.array([3, 1, 2, 70000]),
}


def cube(**other: object) -> Cube:
    wanted = {"date": "day", "hour": "hour", "count": "n", "dimensions": ["shop", "goods"]} | other
    return Cube.of(ROWS, **wanted)


def test_days_without_rows_are_there_and_zero() -> None:
    made = cube()
    assert (made.first, made.last, made.days, made.hours, made.leaves) == (
        date(2026, 3, 2),
        date(2026, 3, 4),
        3,
        24,
        3,
    )
    assert made.total().sum(axis=1).tolist() == [3, 0, 70003]


def test_rows_of_one_cell_are_added_up() -> None:
    assert cube().slice({"shop": "south"}).total()[2, 23] == 3


def test_a_missing_value_is_a_value() -> None:
    assert cube().values[0] == ("north", "south", None)
    assert cube().slice({"shop": None}).total().sum() == 70000


def test_without_hours_a_day_has_one() -> None:
    made = cube(hour=None)
    assert made.hours == 1
    assert made.total()[:, 0].tolist() == [3, 0, 70003]


def test_a_value_that_does_not_occur_selects_nothing() -> None:
    assert cube().slice({"shop": "west"}).total().sum() == 0


def test_until_cuts_the_days_after() -> None:
    assert cube().until(date(2026, 3, 3)).last == date(2026, 3, 3)


def test_no_rows_make_an_empty_cube() -> None:
    made = Cube.of({name: rows[:0] for name, rows in ROWS.items()}, date="day", count="n", dimensions=["shop"])
    assert (made.days, made.leaves) == (0, 0)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("n", -1, "negative"),
        ("n", 1.5, "whole"),
        ("n", "many", "number"),
        ("day", "yesterday", "date"),
        ("day", None, "date"),
        ("hour", 24, "hours"),
    ],
)
def test_what_is_no_count_date_or_hour_is_refused(column: str, value: object, says: str) -> None:
    spoiled = ROWS | {column: np.array([value, *ROWS[column][1:]], object)}
    with pytest.raises(SignalError, match=says):
        Cube.of(spoiled, date="day", hour="hour", count="n", dimensions=["shop"])


def test_an_unknown_dimension_gets_a_hint() -> None:
    with pytest.raises(SignalError, match="Did you mean 'shop'"):
        cube().where({"shops": "north"})


def csv(folder: Path, text: str) -> Path:
    path = folder / "cube.csv"
    path.write_text(text)
    return path


def test_a_file_names_its_own_columns(tmp_path: Path) -> None:
    made = read_cube(csv(tmp_path, "day,the_hour,shop,n\n2026-03-02,4,north,3\n2026-03-02,4,,2\n"))
    assert made.dimensions == ("shop",)
    assert made.total()[0, 4] == 5
    assert made.slice({"shop": None}).total().sum() == 2


@pytest.mark.parametrize(
    ("text", "named", "says"),
    [
        ("shop,n\nnorth,3\n", Named(), "no column can be the date"),
        ("day,shop\n2026-03-02,north\n", Named(), "no column can be the count"),
        ("day,n,m\n2026-03-02,1,2\n", Named(), "several columns can be the count: n, m"),
        ("day,n\n2026-03-02,1\n", Named(count="m"), "no column m"),
        ("day,n\n2026-03-02,1\n", Named(count="day"), "can't be counts"),
        ("day,n\n2026-03-02,-1\n", Named(), "negative"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path: Path, text: str, named: Named, says: str) -> None:
    with pytest.raises(SignalError, match=says):
        read_cube(csv(tmp_path, text), named)


def test_what_is_no_file_of_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_text("no parquet")
    for path in (tmp_path / "none.csv", tmp_path / "x.parquet", csv(tmp_path, "").rename(tmp_path / "x.txt")):
        with pytest.raises(SignalError):
            read_cube(path)


def test_a_cube_of_leaves_is_the_same_as_one_of_rows() -> None:
    """Leaves may come in any order, and one of them twice."""
    rows = {
        "day": np.array(["2026-11-01", "2026-11-01", "2026-11-03", "2026-11-03"], "datetime64[D]"),
        "hour": np.array([3, 4, 3, 3]),
        "calls": np.array([1, 2, 3, 4]),
        "device": np.array(["web", "ios", "web", "web"], object),
        "code": np.array([None, "A", "B", None], object),
    }
    leaves = {
        "device": np.array(["web", "ios", "web", "web"], object),
        "code": np.array(["B", "A", None, None], object),
    }
    one = Cube.of(rows, date="day", count="calls", dimensions=("device", "code"), hour="hour")
    other = Cube.of_leaves(leaves, np.array([2, 1, 0, 3]), days=rows["day"], hours=rows["hour"], counts=rows["calls"])
    assert other.first == one.first
    assert other.values == one.values
    assert (other.codes == one.codes).all()
    assert (other.counts == one.counts).all()

"""A new data set takes the place of the last one, whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import GenerateError
from pipeline.generate import csv_files
from pipeline.generate.generate import generate
from pipeline.generate.landing import publish
from pipeline.generate.request import Request

SMALL = Request(days=1, volume=0.001, end=date(2026, 11, 20))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_set_replaces_the_last_one(tmp_path: Path) -> None:
    landing, key = tmp_path / "landing", tmp_path / "key"
    generate(SMALL, landing, key)
    generate(SMALL.model_copy(update={"days": 3, "dirty": 0.0}), landing, key)
    assert "digital_journeys.csv" not in names(landing)
    assert len(names(landing / "digital_journeys")) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"landing", "key"}


@pytest.mark.parametrize("folder", ["landing", "key"])
def test_foreign_files_are_never_removed(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    foreign = tmp_path / folder / "ours.csv"
    foreign.write_text("a,b\n")
    with pytest.raises(GenerateError, match=r"ours\.csv"):
        generate(SMALL, tmp_path / "landing", tmp_path / "key")
    assert foreign.read_text() == "a,b\n"


@pytest.mark.parametrize(("landing", "key"), [("a", "a/key"), ("a/landing", "a"), ("a", "a")])
def test_neither_folder_lies_in_the_other(landing: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(GenerateError, match="lies in the other"):
        generate(SMALL, tmp_path / landing, tmp_path / key)


@pytest.mark.parametrize("stop_at", range(6))
def test_an_interrupted_change_leaves_no_mixture(stop_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landing, key = tmp_path / "landing", tmp_path / "key"
    generate(SMALL, landing, key)
    before = names(landing)
    moves = iter(range(100))
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if next(moves) == stop_at:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    other = SMALL.model_copy(update={"days": 2, "dirty": 0.0})
    try:
        generate(other, landing, key)
    except KeyboardInterrupt:
        assert not landing.exists() or names(landing) == before
    monkeypatch.setattr(Path, "rename", rename)
    generate(other, landing, key)
    assert len(names(landing / "call_logs")) == 2


def test_publish_lists_what_it_puts_down(tmp_path: Path) -> None:
    for name in ("new", "new_key"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "a.csv").write_text("a\n")
    publish(tmp_path / "new", tmp_path / "landing", tmp_path / "new_key", tmp_path / "key")
    assert '"a.csv"' in (tmp_path / "key" / "files.json").read_text()


def test_a_disk_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(SMALL, tmp_path / "landing", tmp_path / "key")
    before = names(tmp_path / "landing")
    monkeypatch.setattr(csv_files, "COPY", csv_files.COPY.replace("'{path}'", "'{path}/not/there.csv'"))
    with pytest.raises(GenerateError, match=r"landing could not be written: .*there\.csv.*--out"):
        generate(SMALL, tmp_path / "landing", tmp_path / "key")
    assert names(tmp_path / "landing") == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(GenerateError, match=r"home.*could not be written"):
        generate(SMALL, tmp_path / "home" / "landing", tmp_path / "key")

"""The landing zone: names, fingerprints, batches and headers."""

from pathlib import Path

import pytest

from pipeline.bronze.landing import Format, LandingFile, find_files, in_batches, own_patterns, read_header, sort_out
from pipeline.bronze.plain_text import as_plain_text


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    for name in ("calls.csv", "calls/b.csv", "calls/2026/a.csv", "calls/notes.txt", "other.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def file(path: Path, content: bytes) -> LandingFile:
    path.write_bytes(content)
    return LandingFile(path, path.name, "")


def test_a_source_has_a_file_or_a_folder_of_files(landing: Path) -> None:
    found = find_files(landing, own_patterns("calls"))
    assert sorted(file.name for file in found) == ["calls.csv", "calls/2026/a.csv", "calls/b.csv"]


def test_a_fingerprint_is_of_content_and_salt_alone(landing: Path) -> None:
    (landing / "calls/b.csv").write_text("calls.csv")
    by_name = {file.name: file.fingerprint for file in find_files(landing, own_patterns("calls"))}
    salted = {file.name: file.fingerprint for file in find_files(landing, own_patterns("calls"), "another mapping")}
    assert by_name["calls.csv"] == by_name["calls/b.csv"] != by_name["calls/2026/a.csv"]
    assert salted["calls.csv"] == salted["calls/b.csv"] != by_name["calls.csv"]


@pytest.mark.parametrize(
    ("most", "batches"), [(1, [[3], [4], [5]]), (7, [[3, 4], [5]]), (8, [[3, 4], [5]]), (99, [[3, 4, 5]])]
)
def test_batches_hold_what_fits(tmp_path: Path, most: int, batches: list[list[int]]) -> None:
    files = [file(tmp_path / str(size), b"x" * size) for size in (3, 4, 5)]
    assert [[item.bytes for item in batch] for batch in in_batches(files, most)] == batches


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (b"", ()),
        (b"A, b ,C\n1,2,3\n", ("a", "b", "c")),
        (b"\xef\xbb\xbfa,b\r\n", ("a", "b")),
        (b'"a, b","c\nd"\n', ("a, b", "c\nd")),
        (b"a,,\n", ("a", "column_2", "column_3")),
        (b"a,b\n\xff" + b"x" * 9000, ("a", "b")),
    ],
)
def test_a_header_is_read_whatever_follows_it(tmp_path: Path, content: bytes, header: tuple[str, ...]) -> None:
    assert read_header(file(tmp_path / "x.csv", content), ",") == header


def test_files_are_grouped_by_their_header(tmp_path: Path) -> None:
    contents = {"1": b"a,b\n", "2": b"A,B\n", "3": b"b,a\n", "4": b"", "5": b"a,a\n", "6": b"\xe9,b\n"}
    found = sort_out([file(tmp_path / name, content) for name, content in contents.items()], Format(multiline=True))
    assert [[path.name for path in group.paths] for group in found.groups] == [["1", "2"], ["3"]]
    assert all(group.multiline for group in found.groups)
    reasons = {item.file.name: item.reason for item in found.unreadable}
    assert reasons == {"4": "no_header", "5": "duplicate_column", "6": "invalid_encoding"}


@pytest.mark.parametrize(
    ("encoding", "content", "copied"),
    [
        ("utf-8", "a\né\n".encode(), False),
        ("utf-8", b"a\r\nb\r\n", False),
        ("utf-8", b"a\r\nb\n", True),
        ("latin-1", "a\né\n".encode("latin-1"), True),
        ("utf-16", "a\né\n".encode("utf-16"), True),
    ],
)
def test_only_files_that_need_it_are_copied(tmp_path: Path, encoding: str, content: bytes, copied: bool) -> None:
    original = file(tmp_path / "x.csv", content)
    with as_plain_text([original], encoding, tmp_path / "scratch") as [plain]:
        assert (plain.path != original.path) == copied
        assert plain.name == original.name
        assert plain.path.read_text(encoding="utf-8").split() == content.decode(encoding).split()
    assert not list((tmp_path / "scratch").iterdir())


def test_copies_that_a_killed_run_left_are_removed(tmp_path: Path) -> None:
    (tmp_path / "scratch" / "reading-x").mkdir(parents=True)
    with as_plain_text([], "utf-8", tmp_path / "scratch"):
        assert not (tmp_path / "scratch" / "reading-x").exists()

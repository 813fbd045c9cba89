"""Odd raw files: Spark reads them as the embedded engine does."""

import re
from pathlib import Path

import pytest

from pipeline.engines.choose import open_engine
from pipeline.engines.protocol import Engine, RawFiles
from pipeline.errors import IngestError
from pipeline.settings import load_settings
from pipeline.sql import parse_query

pytestmark = pytest.mark.spark

HEADER = ("id", "name", "text")
TOP = b"id,name,text\n"
A_LOT = b"".join(b"%d,a,b\n" % number for number in range(200_000))

Rows = list[tuple[str, ...]]

CASES = {
    "plain": TOP + b"1,a,b\n2,,\n",
    "no line end at the end": TOP + b"1,a,b\n2,a,b",
    "missing fields": TOP + b"1,a,b\n2,a\n3,a,b\n",
    "extra fields": TOP + b"1,a,b\n2,a,b,c\n3,a,b,c,d,e\n4,a,b, \n",
    "empty extra fields are none": TOP + b'1,a,b,\n2,a,b,,\n3,a,b,""\n',
    "quoted": TOP + b'1,"a,b","say ""hi"""\n2,"",x\n3,"  ",""""\n',
    "quotes in the middle": TOP + b'1,ab"c,x\n2,a"b"c,d\n3,a "b",c\n',
    "text after a quote": TOP + b'1,"ab"c,x\n2,a,b\n',
    "space before or after a quote": TOP + b'1, "ab",x\n2,"ab" ,b\n3,\t"ab",b\n4,"ab"\t,b\n',
    "a field over lines": TOP + b'1,"a\nb",x\n2,"a\r\nb","\n\n"\n3,a,b\n',
    "a field over lines, closed late": TOP + b'1,a,"bcd\n2,a,b\n3,c,d"\n4,e,f\n',
    "a quote never closed": TOP + b'1,a,b\n2,"abc,x\n3,a,b\n4,c,d\n',
    "a quote closed by another's opening": TOP + b'1,a,b\n2,"abc,x\n3,a,b\n4,"c",d\n5,e,f\n',
    "a quote never closed in a long file": TOP + b'1,a,b\n2,"a,b\n' + A_LOT,
    "a quote closed late in a long file": TOP + b'1,a,b\n2,"a,b\n' + A_LOT + b'3,"x",b\n4,a,b\n',
    "a long line": TOP + b"1,a," + b"x" * 2_100_000 + b"\n2,a,b\n",
    "many doubled quotes": TOP + b'1,a,"' + b'""' * 20_000 + b'"\n2,a,b\n',
    "cut in a field": TOP + b"1,a,b\n2,a",
    "cut in a quote": TOP + b'1,a,b\n2,a,"hel',
    "blank lines": TOP + b"1,a,b\n\n\n2,a,b\n   \n3,a,b\n\n",
    "lines of blanks and tabs": TOP + b"   \n1,a,b\n \t\n2,a\n",
    "lines of blanks beside a field over lines": TOP + b'1,"a\nb",c\n  \n \t \n2,a,b\n\n3\n',
    "lines of blanks with line ends of Windows": b"id,name,text\r\n1,a,b\r\n \t\r\n2\r\n3,a,b,c\r\n",
    "line ends of Windows": b'id,name,text\r\n1,a,b\r\n2,a\r\n\r\n3,"a\r\nb",b\r\n',
    "line ends of old Macs": b"id,name,text\r1,a,b\r2,a,b\r",
    "byte-order mark": b"\xef\xbb\xbf" + TOP + b"1,a,b\n",
    "not UTF-8": TOP + b"1,a,b\n2,\xff\xfe,b\n3,a,b\n4,\xc3\xa9,b\n5,\xff\n",
    "several things wrong": TOP + b"\xff,a\n\xff,a,b,c\n1,a,b,\xff\n\xff\n" + b'1,"\xff"x\n2,"a"b,c,d\n',
    "replacement character": TOP + "1,a\ufffd,b\n".encode(),
    "other scripts": TOP + "1,año,😀\n2,'O''Brien',日本\n".encode(),
    "header only": TOP,
    "header only, no line end": TOP.strip(),
    "spaces stay": TOP + b"1, a ,b \n2,  ,\t\n",
    "zero byte": TOP + b"1,a\x00b,c\n2,a,b\n",
    "backslashes are text": TOP + b'1,a\\,b\n2,"a\\",b\n',
    "header again": TOP + b"1,a,b\n" + TOP + b"2,a,b\n",
    "quoted header": b'"id","name","text"\n1,a,b\n',
    "words for nothing are text": TOP + b'1,NULL,null\n2,"NULL",\\N\n#3,a,b\n',
    "[a-z]+ {b,c} %20 ñ?*": TOP + b"1,a,b\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw files")
    for name, content in CASES.items():
        (folder / f"{name}.csv").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def on_spark(spark: Engine, folder: Path) -> tuple[Rows, Rows]:
    """All files at once, as Spark is used."""
    return _read(spark, RawFiles(tuple(folder / f"{name}.csv" for name in CASES), HEADER))


@pytest.mark.parametrize("name", CASES)
def test_rows_and_rejected_lines_are_the_same(
    name: str, on_spark: tuple[Rows, Rows], embedded: Engine, folder: Path
) -> None:
    path = folder / f"{name}.csv"
    rows, rejected = _read(embedded, RawFiles((path,), HEADER))
    assert [row for row in on_spark[0] if row[-1] == str(path)] == rows
    assert [line for line in on_spark[1] if line[0] == str(path)] == rejected


@pytest.mark.parametrize("threads", [1, 2])
def test_many_files_at_once_lose_nothing(threads: int, on_spark: tuple[Rows, Rows], folder: Path) -> None:
    """DuckDB by itself forgets a quote that is never closed when it reads many files."""
    engine = open_engine(load_settings(home=folder / "home", threads=threads))
    assert _read(engine, RawFiles(tuple(folder / f"{name}.csv" for name in CASES), HEADER)) == on_spark
    engine.close()


@pytest.mark.parametrize("delimiter", [";", "|", "\t", "^"])
def test_delimiters(delimiter: str, spark: Engine, embedded: Engine, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f'id,name,text\n1,"a,{delimiter}b",c\n2,a\n,,\n \n3,"x""y",é\n'.replace(",", delimiter))
    files = RawFiles((path,), HEADER, delimiter=delimiter)
    assert _read(spark, files) == _read(embedded, files)


def test_latin_1(spark: Engine, embedded: Engine, tmp_path: Path) -> None:
    path = tmp_path / "dutch.csv"
    path.write_bytes("id;name;text\n1;José;\xbd\n2;e\n".encode("latin-1"))
    files = RawFiles((path,), HEADER, delimiter=";", encoding="latin-1")
    rows, rejected = _read(spark, files)
    assert (rows, rejected) == _read(embedded, files)
    assert rows[0][1] == "José"


def test_paths_come_back_as_they_were_given(
    spark: Engine, embedded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here" / "below"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    Path("a.csv").write_bytes(TOP + b"1,a,b\n2,a\n")
    Path("../b.csv").write_bytes(TOP + b'1,"a\nb",c\n')
    files = RawFiles((Path("a.csv"), Path("../b.csv")), HEADER)
    rows, rejected = _read(spark, files)
    assert (rows, rejected) == _read(embedded, files)
    assert {row[-1] for row in rows} == {"a.csv", "../b.csv"}


@pytest.mark.parametrize("name", ["_partial.csv", ".hidden.csv"])
def test_files_that_spark_would_pass_over_are_refused(name: str, spark: Engine, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(TOP)
    with pytest.raises(IngestError, match=re.escape(str(path))):
        _read(spark, RawFiles((path,), HEADER))


def _read(engine: Engine, files: RawFiles) -> tuple[Rows, Rows]:
    engine.read_raw("landing.raw_0", "landing.rejected_0", files)
    rows = engine.rows(parse_query("SELECT id, name, text, file_path FROM landing.raw_0", {}))
    rejected = engine.rows(parse_query("SELECT file_path, reason, line FROM landing.rejected_0", {}))
    for relation in ("landing.raw_0", "landing.rejected_0"):
        engine.drop(relation)
    return _sorted(rows), _sorted(rejected)


def _sorted(rows: list[dict[str, str]]) -> Rows:
    return sorted((tuple(row.values()) for row in rows), key=repr)

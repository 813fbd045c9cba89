"""Raw files on Spark: lines read in parallel and told apart by the same grammar as the embedded engine's.

A field may be quoted, with quotes in it doubled, and a quoted field may run over several lines. Files where one does
are read whole, each by one task; all others are read in pieces.
"""

import re
from functools import reduce
from os.path import normpath
from typing import NamedTuple

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from pipeline.engines.protocol import RawFiles
from pipeline.engines.spark_session import configuration
from pipeline.errors import IngestError

# UTF-8 is first read as bytes, each a character of its own, so that nothing is lost before it is checked.
_BYTES = "ISO-8859-1"
_NO_SUCH_CHARACTERS = {"sep": "\ue000", "quote": "\ue001", "escape": "\ue002"}

_BLANK = r"\A[\x00-\x20]*+\z"


class _Grammar(NamedTuple):
    """What a line may look like, as regular expressions; possessive, so that long lines need no stack."""

    field: str
    sound: str
    left_open: str
    record: str


def read_lines(session: SparkSession, files: RawFiles) -> DataFrame:
    """Return the lines of raw files: ``file_path``, ``line``, ``fields`` and ``reason`` (null for a sound line).

    Raises:
        IngestError: A file's name begins with ``_`` or ``.``: Spark would leave it out without a word.
    """
    _must_be_seen(files)
    grammar = _grammar(re.escape(files.delimiter))
    given = {normpath(path.absolute()): str(path) for path in files.paths}
    in_pieces = _single_lines(session, files, list(given))
    running_on = in_pieces.where(_quoted() & F.col("line").rlike(grammar.left_open))
    whole = [row["file_path"] for row in running_on.select("file_path").distinct().collect()]
    parts = [_single_lines(session, files, sorted(given.keys() - set(whole)))] if len(whole) < len(given) else []
    parts += [_whole_files(session, files, whole, grammar)] if whole else []
    return _as_given(session, _judged(reduce(DataFrame.unionAll, parts), files, grammar), given)


def _must_be_seen(files: RawFiles) -> None:
    hidden = ", ".join(str(path) for path in files.paths if path.name.startswith(("_", ".")))
    if hidden:
        raise IngestError(f"Spark does not read files whose name begins with _ or a point: {hidden}.", "Rename them.")


def _grammar(delimiter: str) -> _Grammar:
    quoted = rf' ?"[^"]*+(?:""[^"]*+)*+" *+(?={delimiter}|[\r\n]|\z)'
    field = rf'(?:{quoted}|(?! ?")[^{delimiter}\r\n]*+)'
    sound = rf"{field}(?:{delimiter}{field})*+"
    left_open = rf'(?:{field}{delimiter})*+ ?"[^"]*+(?:""[^"]*+)*+'
    return _Grammar(
        field=rf"({field}){delimiter}",
        sound=rf"\A{sound}\z",
        left_open=rf"\A{left_open}\z",
        record=rf'{sound}(?=[\r\n]|\z)|{left_open}(?:"[^\r\n]*+|\z)',
    )


def _single_lines(session: SparkSession, files: RawFiles, paths: list[str]) -> DataFrame:
    lines = session.read.options(**_NO_SUCH_CHARACTERS, header=True, encoding=_charset(files))
    return lines.csv([as_glob(path) for path in paths], schema="line STRING").select(
        _path_of("_metadata.file_path").alias("file_path"), "line"
    )


def _whole_files(session: SparkSession, files: RawFiles, paths: list[str], grammar: _Grammar) -> DataFrame:
    contents = session.read.format("binaryFile").load([as_glob(path) for path in paths])
    text = F.decode("content", _charset(files))
    records = F.regexp_extract_all(text, F.lit(grammar.record), F.lit(0))
    split = contents.select(
        _path_of("path").alias("file_path"), F.explode(F.slice(records, 2, F.size(records))).alias("line")
    )
    return split.where(~F.col("line").rlike(_BLANK))  # as Spark leaves such lines out of files that it reads in pieces


def _as_given(session: SparkSession, lines: DataFrame, given: dict[str, str]) -> DataFrame:
    """Name the files as the caller does, who may be at home in another folder."""
    if all(absolute == path for absolute, path in given.items()):
        return lines
    names = session.createDataFrame(list(given.items()), "file_path STRING, given STRING")
    named = lines.join(F.broadcast(names), "file_path")
    return named.drop("file_path").withColumnRenamed("given", "file_path")


def _judged(lines: DataFrame, files: RawFiles, grammar: _Grammar) -> DataFrame:
    is_utf8 = files.encoding == "utf-8"
    text = F.encode("line", _BYTES).cast("string") if is_utf8 else F.col("line")
    read = lines.select("file_path", text.alias("line")).withColumn("valid", F.is_valid_utf8("line"))
    legible = F.replace(F.make_valid_utf8("line"), F.lit("\ufffd"), F.lit("?"))
    read = read.withColumn("line", F.when(F.col("valid"), F.col("line")).otherwise(legible))
    split = read.withColumn("fields", _fields(files.delimiter, grammar))
    return split.withColumn("reason", _reason(len(files.header), grammar)).drop("valid")


def _fields(delimiter: str, grammar: _Grammar) -> Column:
    unquoted = F.split("line", re.escape(delimiter), -1)
    ended = F.concat("line", F.lit(delimiter))
    found = F.regexp_extract_all(ended, F.lit(grammar.field), F.lit(1))
    return F.when(_quoted(), F.transform(found, _without_quotes)).otherwise(unquoted)


def _without_quotes(field: Column) -> Column:
    inside = F.regexp_replace(field, r'(?s)\A ?"(.*)" *\z', "$1")
    return F.when(field.rlike(r'\A ?"'), F.replace(inside, F.lit('""'), F.lit('"'))).otherwise(field)


def _reason(columns: int, grammar: _Grammar) -> Column:
    size = F.size("fields")
    beyond = F.slice("fields", columns + 1, F.greatest(size - columns, F.lit(0)))
    too_long = F.octet_length("line") > configuration()["lines"]["longest_bytes"]
    return (
        F.when(_quoted() & ~F.col("line").rlike(grammar.sound), "unterminated_quote")
        .when(too_long, "line_too_long")
        .when(size < columns, "missing_fields")
        .when(F.exists(beyond, lambda field: field != ""), "extra_fields")
        .when(~F.col("valid"), "invalid_encoding")
    )


def _quoted() -> Column:
    return F.contains("line", F.lit('"'))


def _charset(files: RawFiles) -> str:
    return _BYTES if files.encoding in ("utf-8", "latin-1") else files.encoding


def as_glob(path: str) -> str:
    """Spark takes a path for a pattern; this one matches only itself."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", path)


def _path_of(uri: str) -> Column:
    plain = F.url_decode(F.replace(F.col(uri), F.lit("+"), F.lit("%2B")))
    return F.regexp_replace(plain, "^[a-z0-9]+:/+", "/")

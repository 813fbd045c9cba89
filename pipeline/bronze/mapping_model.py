"""What a mapping file may say: which of other people's files feed our sources, and how our columns are made."""

import codecs
from pathlib import PurePath
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.bronze.time_format import TimeFormat, parse_format
from pipeline.errors import did_you_mean


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no such time zone. {did_you_mean(name, available_timezones())}".strip())
    return name


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise ValueError(f"no such encoding: {name}") from None


def _below_landing(pattern: str) -> str:
    path = PurePath(pattern)
    if not pattern or path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{pattern!r} is no pattern below the landing zone")
    return pattern


def _listed(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else [given]


def _named(given: Any) -> Any:
    return {"from": given} if isinstance(given, str) else given


Zone = Annotated[str, AfterValidator(_zone)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Pattern = Annotated[str, AfterValidator(_below_landing)]
Format = Annotated[TimeFormat, BeforeValidator(parse_format)]
Names = Annotated[tuple[str, ...], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Text(_Strict):
    """Text out of a file's row: one column, or several joined."""

    from_: str | None = Field(default=None, alias="from")
    """One of the file's columns, as it is."""
    join: Names | None = None
    """Several of the file's columns, one after the other."""
    separator: str = " "
    """What stands between the columns of `join`."""
    format: Format | None = None
    """How a time or a date is written, in the letters below."""
    time_zone: Zone | None = None
    """The clock of this column's times; overrides the one above it."""

    def origins(self) -> dict[str, object]:
        """Return the keys that say where a value comes from; one of them must be given."""
        return {"from": self.from_, "join": self.join}

    @property
    def needs(self) -> tuple[str, ...]:
        """The file's columns that the value is made of."""
        return (self.from_,) if self.from_ is not None else self.join or ()

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [name for name, value in self.origins().items() if value is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(self.origins())}; here: {', '.join(given) or 'none'}")
        return self


class Moment(Text):
    """One end of a span of time."""

    format: Format
    """How the time is written."""


class Span(_Strict):
    """The time from one moment to another."""

    start: Moment
    """When it began: `from` or `join`, with `format`."""
    end: Moment
    """When it ended, likewise."""
    overnight: bool = False
    """An end before its start is on the next day: for clock times joined to one date."""


class ColumnMap(Text):
    """How one of our columns is made."""

    value: str | None = None
    """The same text in every row."""
    key_of: Names | None = None
    """A key where the file has none: a hash of these columns. Rows alike in all of them count as one."""
    seconds_between: Span | None = None
    """Whole seconds from one moment to another, such as a call's duration."""
    map: dict[str, str] = Field(default_factory=dict)
    """Their value → ours, the first that fits; capitals and outer spaces don't matter, `*` stands for any text."""
    default: str | None = None
    """Ours where nothing in `map` fits or nothing stood there; without it their value stays as it is."""

    def origins(self) -> dict[str, object]:
        """See ``Text.origins``."""
        own = {"value": self.value, "key_of": self.key_of, "seconds_between": self.seconds_between}
        return super().origins() | own

    @property
    def needs(self) -> tuple[str, ...]:
        """See ``Text.needs``."""
        span = self.seconds_between
        return self.key_of or (span.start.needs + span.end.needs if span else super().needs)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        mapped = bool(self.map) or self.default is not None
        if (mapped or self.format) and self.from_ is None and self.join is None:
            raise ValueError("map, default and format go with from or join")
        if mapped and self.format:
            raise ValueError("a format does not go with map or default")
        return self


Mapped = Annotated[ColumnMap, BeforeValidator(_named)]


class Input(_Strict):
    """One kind of file that feeds one of our sources."""

    files: Annotated[tuple[Pattern, ...], BeforeValidator(_listed), Field(min_length=1)]
    """Where the files lie below the landing zone: one pattern or a list; `*` and `**` are allowed."""
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    """What stands between two values."""
    encoding: Encoding = "utf-8"
    """How letters are written: utf-8, latin-1, windows-1252 or any other that Python knows."""
    multiline: bool | None = None
    """Whether quoted values may hold line breaks; by default in `call_logs` only."""
    time_zone: Zone | None = None
    """The clock of these files' times; overrides the one at the top."""
    null_values: tuple[str, ...] = ()
    """More texts that mean nothing, in these files."""
    distinct: bool = False
    """Take each different row of a file once: members out of rows of clicks or calls."""
    columns: dict[str, Mapped]
    """Our column: how it is made. A bare name is short for `from`; columns left out stay empty."""


class MappingFile(_Strict):
    """The whole file."""

    time_zone: Zone | None = None
    """The clock of all times that have no offset of their own."""
    null_values: tuple[str, ...] = ()
    """Texts that mean nothing, such as NULL; empty text always does."""
    sources: dict[str, Annotated[tuple[Input, ...], BeforeValidator(_listed), Field(min_length=1)]]
    """Our source: one input or a list of them. A source left out is read as it is."""

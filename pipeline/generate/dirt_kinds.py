"""The part of the world file about dirt: which kinds there are, how often they come, what each is told by."""

from pydantic import BaseModel, ConfigDict


class Column(BaseModel):
    """A column that spoiled files have and others do not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: str


class DirtySource(BaseModel):
    """How one raw source is spoiled: its columns by their part, and the kinds of dirt with their weights."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    member: str | None = None
    timestamp: str | None = None
    date: str | None = None
    changed: dict[str, str] = {}
    enums: tuple[str, ...]
    durations: tuple[str, ...] = ()
    score: str | None = None
    renamed: dict[str, str] = {}
    dropped: str | None = None
    kinds: dict[str, float]
    files: tuple[str, ...] = ()


class Dirt(BaseModel):
    """How good rows are copied and damaged."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    history_share: float
    future_years: tuple[int, int]
    earlier_seconds: tuple[int, int]
    file_rows: int
    file_days: int
    bad_timestamps: tuple[str, ...]
    bad_dates: tuple[str, ...]
    unknown_word: tuple[str, ...]
    not_numbers: tuple[str, ...]
    scores: tuple[str, ...]
    extra_field: str
    new_column: Column
    sources: dict[str, DirtySource]
    reasons: dict[str, str]

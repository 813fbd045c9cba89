"""How answers are judged: the data set, tolerances, hold-out and gate of ``suite.yml``, read strictly."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from agent.metric_view import Format
from agent.reply import Column


class Strict(BaseModel):
    """A part of a file that is read strictly: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSet(Strict):
    """The data set that the golden questions are about."""

    days: int = Field(gt=0)
    end: date

    @property
    def start(self) -> date:
        """Its first day."""
        return self.end - timedelta(self.days - 1)


class Tolerances(Strict):
    """How far a value may lie from the reference's, by the format of its measure."""

    percentage: Decimal = Field(ge=0, lt=1)
    currency: Decimal = Field(ge=0, lt=1)
    number: Decimal = Field(ge=0, lt=1)
    other: Decimal = Field(ge=0, lt=1)

    def of(self, column: Column | None) -> float:
        """The tolerance of one column of an answer; None for a column that its plan does not describe."""
        form = column.format if column else None
        if form is None:
            return float(self.other)
        if form.type == "number" and form.decimal_places.places:
            return _half_of_the_last_place(form)
        named: dict[str, Decimal] = {"percentage": self.percentage, "currency": self.currency, "number": self.number}
        return float(named.get(form.type, self.other))


def _half_of_the_last_place(form: Format) -> float:
    return 0.5 * 10.0**-form.decimal_places.places


class HeldOut(Strict):
    """Which cases are held out; another key picks others."""

    share: Decimal = Field(ge=0, lt=1)
    key: str = Field(min_length=1)

    def holds(self, base: str) -> bool:
        """Whether a case, and with it its twin, is held out."""
        digest = hashlib.sha256(f"{self.key}:{base}".encode()).digest()
        return int.from_bytes(digest[:8], "big") < self.share * 2**64


Figure = Literal["right", "silently_wrong", "parity", "UNGROUNDED_NUMBER", "WRONG_LANGUAGE", "CHANGED_ANSWER"]
"""What the gate may ask for."""


class Bound(Strict):
    """What a figure must reach, or must not exceed."""

    least: Decimal | None = None
    most: Decimal | None = None

    def holds(self, value: float) -> bool:
        """Whether a figure keeps to it."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


class ReferenceLimits(Strict):
    """What one reference query may cost."""

    seconds: float = Field(gt=0)
    memory_mb: int = Field(gt=0)
    process_mb: int = Field(gt=0)
    rows: int = Field(gt=0)
    megabytes: int = Field(gt=0)


class Suite(Strict):
    """The whole file."""

    data: DataSet
    tolerances: Tolerances
    held_out: HeldOut
    gate: dict[Figure, Bound]
    references: ReferenceLimits


@cache
def suite() -> Suite:
    """The rules that come with the package."""
    return Suite.model_validate(yaml.safe_load((files("evals") / "suite.yml").read_text()))

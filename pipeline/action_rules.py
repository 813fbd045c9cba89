"""What may become of an action, and who may say so; see ``ledger.yml``."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from pipeline.settings import Role

State = Literal["proposed", "accepted", "shipped", "measured", "rejected"]


class Rules(BaseModel):
    """From each state the states that may follow, what a state needs to be told, and the roles that decide."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    transitions: dict[State, tuple[State, ...]]
    needs: dict[State, tuple[str, ...]]
    roles: tuple[Role, ...]
    reason_characters: int


@cache
def rules() -> Rules:
    """The rules of the ledger."""
    return Rules(**yaml.safe_load((files("pipeline") / "ledger.yml").read_text()))


def may_decide(role: str) -> bool:
    """Whether a role may record what becomes of actions."""
    return role in rules().roles

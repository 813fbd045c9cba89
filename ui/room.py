"""What a room is: drawn for a reader at an address, and what a reader does in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ui.reception import Reader, Reception

Query = dict[str, list[str]]
"""What an address says after the question mark."""


@dataclass(frozen=True)
class Done:
    """What comes of what a reader did: the room drawn again, or a part of it; None leaves things as they are."""

    body: str | None = None
    part: str | None = None


Draw = Callable[[Reception, Reader, Query], str]
Act = Callable[[Reception, Reader, Query, Mapping[str, Any]], Done]
"""What a reader did, as the room's script tells it."""

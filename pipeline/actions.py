"""The actions as they are now: what gold proposes and what the ledger says, for those who decide about them."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb

from pipeline.errors import ActionError, did_you_mean
from pipeline.ledger import Action, Change, Entry, Ledger, Who
from pipeline.live import brought_up
from pipeline.serving import served
from pipeline.settings import Settings

_NOW = """
    SELECT status.*, proposed.effort, proposed.rationale
    FROM gold.action_status AS status LEFT JOIN gold.action_recommendations AS proposed USING (action_id)
    ORDER BY status.priority NULLS LAST, status.changed_on DESC, status.action, action_id"""


@dataclass(frozen=True)
class Standing:
    """An action as it stands now.

    Attributes:
        action: The action on its slice.
        priority: Its place among those that are proposed or accepted; None for the others.
        effort: How long it takes; None for one that is not proposed any more.
        rationale: Why it helps; the same.
        changed_on: The business day of the last decision; None where nobody has decided.
    """

    action: Action
    priority: int | None
    effort: str | None
    rationale: str | None
    changed_on: date | None


def standing(settings: Settings) -> list[Standing]:
    """Return every action as it stands now: those to do first, then those that are done with, the latest first.

    Raises:
        PublishError: Nothing has been published yet.
    """
    with duckdb.connect(brought_up(settings, served(settings)), read_only=True) as gold:
        found = gold.sql(_NOW)
        return [_standing(dict(zip(found.columns, row, strict=True))) for row in found.fetchall()]


def find(settings: Settings, named: str) -> Standing:
    """Return the action that a priority, an id (or its beginning) or a name means.

    Raises:
        ActionError: There is none, or there are several.
    """
    every = standing(settings)
    fitting = [one for one in every if _means(named.strip(), one)]
    if len(fitting) != 1:
        said = "means several actions" if fitting else "is no action"
        names = [one.action.action for one in fitting or every]
        hint = f"Name one by its id: {', '.join(one.action.action_id for one in fitting)}." if fitting else ""
        raise ActionError(f"'{named}' {said}.", hint or did_you_mean(named, names) or "`leakage actions` lists them.")
    return fitting[0]


def decide(settings: Settings, named: str, change: Change, who: Who) -> Entry:
    """Record what becomes of an action, and return it as it is from then on.

    Raises:
        ActionError: There is no such action, the role may not, or it can't become that.
    """
    return Ledger(settings).record(find(settings, named).action, change, who)


def _means(named: str, one: Standing) -> bool:
    if named.isdecimal() and len(named) < len(one.action.action_id):
        return one.priority == int(named)
    return one.action.action.casefold() == named.casefold() or (
        len(named) >= _LEAST_ID and one.action.action_id.startswith(named.lower())
    )


_LEAST_ID = 4
"""The fewest characters that an id is known by."""


def _standing(row: dict[str, Any]) -> Standing:
    known = Action(**{field.name: row[field.name] for field in fields(Action)})
    return Standing(known, row["priority"], row["effort"], row["rationale"], row["changed_on"])

"""What shipped actions have saved, for those who look at it and those who record it in the ledger."""

from collections.abc import Mapping
from typing import Any

import duckdb

from pipeline.actions import find
from pipeline.errors import ActionError
from pipeline.ledger import Change, Entry, Ledger, Who
from pipeline.live import brought_up
from pipeline.serving import served
from pipeline.settings import Settings

TOLD = ("saved", "worse", "no_effect_seen")
"""What can be recorded: the verdicts that say something of the effect."""


def impacts(settings: Settings) -> list[dict[str, Any]]:
    """Return the rows of ``gold.action_impact`` as people's decisions have it now, the latest shipped first.

    Raises:
        PublishError: Nothing has been published yet.
    """
    with duckdb.connect(brought_up(settings, served(settings)), read_only=True) as gold:
        found = gold.sql("SELECT * FROM gold.action_impact ORDER BY shipped_on DESC, action, action_id")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def record_measured(settings: Settings, named: str, who: Who) -> Entry:
    """Record in the ledger what a shipped action saves a year, as it was measured.

    Raises:
        ActionError: There is no such action, it was not shipped, or nothing can be said of it yet.
    """
    action = find(settings, named).action
    row = next((one for one in impacts(settings) if one["action_id"] == action.action_id), None)
    if row is None:
        raise ActionError(f"'{action.action}' has not been shipped.", "`leakage actions ship` says that it has.")
    if row["verdict"] not in TOLD:
        raise ActionError(f"what '{action.action}' saves can't be told: {_why(row)}.", "Measure again later.")
    return Ledger(settings).record(action, Change("measured", realised_savings_usd=row["annual_saved_usd"]), who)


def _why(row: Mapping[str, Any]) -> str:
    if row["verdict"] == "pre_trend":
        return "its calls were moving against the others' before it was shipped"
    if row["verdict"] == "no_ground":
        return "there are too few days or calls to hold it against"
    if row["days_needed"] is None:
        return "an effect as small as expected may never show among so few calls"
    return f"it is too early, {row['days_measured']} days are measured and {row['days_needed']} more are needed"

"""The values of the ``:names`` in the SQL files."""

import secrets
from decimal import Decimal
from pathlib import Path

from pipeline.settings import Settings
from pipeline.sql import Parameters

# Values for looking at SQL without settings or data; only their types matter.
STAND_INS: Parameters = {
    "time_zone": "UTC",
    "window_minutes": 1,
    "cost_per_call_usd": Decimal("1.00"),
    "repeat_days": 1,
    "new_member_months": 1,
    "days_per_year": 1,
    "learned_weight": Decimal("1.0"),
    "sparse_day_share": Decimal("0.1"),
    "most_set_aside_share": Decimal("0.5"),
    "timeline_days": 1,
    "journey_key_secret": "",
}


def parameters(settings: Settings) -> Parameters:
    """Return what the SQL files may ask for."""
    named = {name: getattr(settings, name) for name in STAND_INS if name != "journey_key_secret"}
    return named | {"journey_key_secret": _journey_key_secret(settings)}


def _journey_key_secret(settings: Settings) -> str:
    """Return the key of ``journey_key``: the one given, else one that is made once and stays in this home."""
    if settings.journey_key_secret:
        return settings.journey_key_secret
    kept = settings.state / "journey_key_secret"
    if not kept.is_file():
        _write_privately(kept, secrets.token_hex(32))
    return kept.read_text()


def _write_privately(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(path)

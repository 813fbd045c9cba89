"""The values of the ``:names`` in the SQL files."""

import secrets
from pathlib import Path

from pipeline.settings import Settings
from pipeline.sql import Parameters

_NAMES = (
    "time_zone",
    "window_minutes",
    "cost_per_call_usd",
    "repeat_days",
    "new_member_months",
    "days_per_year",
    "sparse_day_share",
    "timeline_days",
)


def parameters(settings: Settings) -> Parameters:
    """Return what the SQL files may ask for."""
    return {name: getattr(settings, name) for name in _NAMES} | {"journey_key_secret": _journey_key_secret(settings)}


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
    path.touch(mode=0o600)
    path.write_text(text)

"""What people decided about actions: appended, checked, never altered, and kept whatever is built or restored."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from filelock import FileLock

from pipeline.action_rules import State, may_decide, rules
from pipeline.contract import load_contracts
from pipeline.delta import append_rows, files_of, latest_version, open_table, read_rows, table_path
from pipeline.errors import ActionError
from pipeline.settings import Settings

LEDGER = "ops.action_ledger"


@dataclass(frozen=True)
class Action:
    """An action on its slice as far as the ledger has come; see the contract of ``ops.action_ledger``."""

    action_id: str
    action: str
    owner: str
    journey_type: str
    segment: str
    addressable_calls_per_day: int
    fixable_share: Decimal
    predicted_savings_usd: Decimal
    state: State = "proposed"
    due_on: date | None = None
    shipped_on: date | None = None
    exposed_share: Decimal | None = None
    reason: str | None = None
    realised_savings_usd: Decimal | None = None


@dataclass(frozen=True)
class Change:
    """What somebody wants to become of an action; what is None stays as it is."""

    state: State
    owner: str | None = None
    due_on: date | None = None
    shipped_on: date | None = None
    exposed_share: Decimal | None = None
    reason: str | None = None
    realised_savings_usd: Decimal | None = None


@dataclass(frozen=True)
class Who:
    """Who records a change, and in which role."""

    user: str
    role: str


@dataclass(frozen=True)
class Entry:
    """One row of the ledger: an action as it was from then on, and who said so."""

    entry_id: str
    action: Action
    recorded_by: str
    role: str
    recorded_at: datetime


class Ledger:
    """The ledger of one home.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._contract = load_contracts()[LEDGER]

    def version(self) -> int | None:
        """Return the version of the ledger, which every change raises; None while nobody has decided anything."""
        return latest_version(table_path(self._settings.tables, self._contract))

    def all(self) -> list[Entry]:
        """Every change, the oldest first."""
        rows = read_rows(table_path(self._settings.tables, self._contract))
        return sorted((_entry(row) for row in rows), key=lambda one: one.recorded_at)

    def now(self) -> dict[str, Entry]:
        """Each action's latest entry, by its id."""
        return {one.action.action_id: one for one in self.all()}

    def record(self, action: Action, change: Change, who: Who) -> Entry:
        """Append a change; one that is there already is not appended again.

        Args:
            action: The action as it is proposed, for one that the ledger does not know yet.
            change: What becomes of it.
            who: Who says so.

        Raises:
            ActionError: The role may not, the action can't come to that state from its own, or something is missing.
        """
        _check_role(who)
        with self._one_at_a_time():
            last = self.now().get(action.action_id)
            entry = _changed(last.action if last else action, change, who)
            if last and last.action == entry.action:
                return last
            append_rows(self._settings.tables, self._contract, [_row(entry)])
            return entry

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        self._settings.state.mkdir(parents=True, exist_ok=True)
        with FileLock(self._settings.state / "action_ledger.lock"):
            yield


def ledger_files(settings: Settings) -> list[str]:
    """Return the Parquet files of the ledger, none while nobody has decided anything."""
    table = open_table(table_path(settings.tables, load_contracts()[LEDGER]))
    return [] if table is None else files_of(table)


def _check_role(who: Who) -> None:
    if not may_decide(who.role):
        allowed = " or ".join(rules().roles)
        raise ActionError(
            f"the role {who.role} may not decide about actions.", f"Ask somebody with the role {allowed}."
        )


def _changed(before: Action, change: Change, who: Who) -> Entry:
    """The entry that a change makes of an action."""
    _check_transition(before, change)
    given = {name: value for name, value in asdict(change).items() if value is not None}
    after = replace(_forgetful(before, change), **given)
    _check_content(after)
    moment = datetime.now(UTC)
    return Entry(_entry_id(after, moment), after, who.user, who.role, moment)


def _forgetful(before: Action, change: Change) -> Action:
    """An action without what a new state makes void: the reason of another one, promises of a proposal."""
    if change.state == "proposed":
        return replace(before, reason=None, due_on=None, shipped_on=None, exposed_share=None)
    return before if change.state == before.state else replace(before, reason=None)


def _check_transition(before: Action, change: Change) -> None:
    follow = rules().transitions[before.state]
    if change.state == before.state == "rejected":
        raise ActionError(f"'{before.action}' is rejected already.", "Reopen it to decide again.")
    if change.state not in follow:
        raise ActionError(
            f"'{before.action}' is {before.state}; it can't become {change.state} from there.",
            f"It can become {', '.join(follow)}.",
        )


def _check_content(action: Action) -> None:
    missing = [name for name in rules().needs.get(action.state, ()) if getattr(action, name) in (None, "")]
    if missing:
        raise ActionError(
            f"'{action.action}' can't be {action.state} without {_in_words(missing)}.", "Say it with the change."
        )
    if action.exposed_share is not None and not 0 < action.exposed_share <= 1:
        raise ActionError(
            f"the share of members is {action.exposed_share}.", "It is above 0 and up to 1: 0.5 for half."
        )
    for text in (action.owner, action.reason or ""):
        if len(text) > rules().reason_characters or not text.isprintable():
            most = rules().reason_characters
            raise ActionError(
                f"an owner or a reason has up to {most} printable characters.", "Say it shorter, in one line."
            )


def _in_words(names: Iterable[str]) -> str:
    return " and ".join(f"the {name.replace('_', ' ')}" for name in names)


def _entry_id(action: Action, moment: datetime) -> str:
    said = "\n".join(map(str, (*asdict(action).values(), moment.isoformat())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _row(entry: Entry) -> dict[str, Any]:
    about = {name: value for name, value in asdict(entry).items() if name != "action"}
    return asdict(entry.action) | about


def _entry(row: Mapping[str, Any]) -> Entry:
    known = {field.name: row[field.name] for field in fields(Action)}
    known["state"] = cast("State", known["state"])
    return Entry(row["entry_id"], Action(**known), row["recorded_by"], row["role"], row["recorded_at"])

"""One family of errors: each says in which phase it arose, what happened, where, and what to do about it."""

from collections.abc import Iterable
from typing import ClassVar

from rapidfuzz import process


class LeakageError(Exception):
    """Anything that goes wrong in a way a person can do something about.

    Args:
        message: What happened, and where.
        hint: What to do about it; empty when nothing can be said.
    """

    phase: ClassVar[str] = "leakage"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.phase}: {self.message}" + (f" {self.hint}" if self.hint else "")


class SettingsError(LeakageError):
    """A setting is unknown, of the wrong type, or out of range."""

    phase = "settings"


class GenerateError(LeakageError):
    """The made-up data set that was asked for cannot be made."""

    phase = "generate"


class ContractError(LeakageError):
    """A table's contract, or its SQL, does not hold together."""

    phase = "contract"


class MappingError(LeakageError):
    """A mapping file does not fit the files that it maps."""

    phase = "mapping"


class IngestError(LeakageError):
    """Raw files cannot be taken in."""

    phase = "ingest"


class BuildError(LeakageError):
    """A table could not be built."""

    phase = "build"


class QualityError(LeakageError):
    """An expectation that must hold did not; nothing was published."""

    phase = "quality"


class PublishError(LeakageError):
    """A run cannot be published, found, or restored."""

    phase = "publish"


class SemanticError(LeakageError):
    """A semantic model file is wrong."""

    phase = "semantic"


class PlanError(LeakageError):
    """A plan asks for something that the semantic model does not have."""

    phase = "plan"


class RefusedError(LeakageError):
    """SQL that the validator does not let through.

    Args:
        code: A short, stable name of the reason, for programs.
        message: The reason in words.
        hint: What to do instead.
    """

    phase = "validate"

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class ExecuteError(LeakageError):
    """A query was stopped or failed while running."""

    phase = "execute"


class TalkError(LeakageError):
    """A conversation is not the caller's, or its name can't be one."""

    phase = "conversation"


class StoppedError(LeakageError):
    """An answer that nobody waits for any more is not finished."""

    phase = "stopped"


class RequestError(LeakageError):
    """What another program sent can't be answered.

    Args:
        status: The HTTP status that says so.
        message: What is wrong with it.
        hint: What to send instead.
    """

    phase = "request"

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


class AuditError(LeakageError):
    """A record of the audit was altered, taken out or moved."""

    phase = "audit"


class EvaluationError(LeakageError):
    """Golden questions, or what they are asked of, are not as they must be."""

    phase = "evaluate"


class ActionError(LeakageError):
    """An action is not known, or can't become what somebody wants it to be."""

    phase = "action"


class BriefingError(LeakageError):
    """A briefing cannot be made, or is not fit to be sent."""

    phase = "briefing"


class DeliveryError(LeakageError):
    """A briefing could not be delivered, or where to is not told as it must be."""

    phase = "delivery"


class TrackingError(LeakageError):
    """MLflow is missing or can't be reached, or what would be registered there is not fit for it."""

    phase = "tracking"


class FeedbackError(LeakageError):
    """What somebody said of an answer can't be taken, or what follows from it can't be written."""

    phase = "feedback"


class SignalError(LeakageError):
    """A cube of counts is not as it must be, or can't be looked into."""

    phase = "signals"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"Did you mean 'x'?"`` for the nearest known word, or an empty string when none is near."""
    found = process.extractOne(word, list(known), score_cutoff=60)
    return f"Did you mean '{found[0]}'?" if found else ""

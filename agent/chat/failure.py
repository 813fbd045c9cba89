"""What can go wrong with a chat model, as one exception that says which way, and never what was sent or received."""

from typing import Literal

Kind = Literal["down", "slow", "busy", "rejected", "refused", "nonsense", "resting"]
"""Not reached or failing; no answer in time; over its limits; the request (its key, its name) is not accepted;
the model declines to reply; the reply is not what was asked for; left alone for a while after several failures."""


class ChatFailed(Exception):  # noqa: N818 - an outcome: someone else answers instead
    """The chat model was of no help.

    Args:
        kind: In which way.
        status: The HTTP status, where there was one.
    """

    def __init__(self, kind: Kind, status: int | None = None) -> None:
        super().__init__(kind if status is None else f"{kind} ({status})")
        self.kind: Kind = kind
        self.status = status


_STATUS: dict[int, Kind] = {408: "slow", 429: "busy", 503: "busy", 529: "busy"}
_NAMES: dict[str, Kind] = {
    "timeout": "slow",
    "cancelled": "slow",
    "refusal": "refused",
    "contentfilter": "refused",
    "length": "nonsense",
    "validation": "nonsense",
    "json": "nonsense",
    "parser": "nonsense",
    "toolarge": "nonsense",
}
_OWN_MISTAKES = (TypeError, ValueError, KeyError, IndexError, AttributeError)
"""What a client library raises when a reply has not the shape that its protocol says."""


def failure_of(error: BaseException) -> ChatFailed:
    """Say in which way a client library's exception means failure; its text, which may hold a key, is dropped."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        rejected: Kind = "rejected" if status < 500 else "down"
        return ChatFailed(_STATUS.get(status, rejected), status)
    causes = _chain(error)
    for cause in causes:
        name = type(cause).__name__.lower()
        for part, kind in _NAMES.items():
            if part in name:
                return ChatFailed(kind)
    return ChatFailed("nonsense" if isinstance(error, _OWN_MISTAKES) else "down")


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain

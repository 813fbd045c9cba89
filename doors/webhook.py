"""Messages to a webhook, sent again where the other side is busy. Its address is a secret: a variable holds it."""

import os
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from pipeline.errors import DeliveryError
from pipeline.settings import Settings


class BusyError(Exception):
    """The other side may take it later.

    Args:
        reason: What it said.
        seconds: How long it asks to wait; None where it says nothing.
    """

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


def attempts(settings: Settings) -> Retrying:
    """Try again while the other side is busy, as often and as patiently as the settings say."""
    return Retrying(
        retry=retry_if_exception_type(BusyError),
        stop=stop_after_attempt(settings.delivery_attempts),
        wait=lambda state: _pause(settings, state),
        reraise=True,
    )


def address(variable: str) -> str:
    """The address that an environment variable holds.

    Raises:
        DeliveryError: It is not set, or is no address.
    """
    found = os.environ.get(variable, "")
    if not found.startswith(("https://", "http://")):
        raise DeliveryError(f"the variable {variable} holds no web address.", "Set it to the webhook's address.")
    return found


def post(settings: Settings, variable: str, message: dict[str, Any], key: str) -> None:
    """Post a message once.

    Args:
        settings: How long it may take.
        variable: The environment variable that holds the webhook's address.
        message: What is sent, as JSON.
        key: The same whenever the same message is sent, so that the other side can drop a second one.

    Raises:
        BusyError: The other side may take it later.
        DeliveryError: It won't take it.
    """
    try:
        reply = httpx.post(
            address(variable),
            json=message,
            headers={"Idempotency-Key": key},
            timeout=settings.delivery_timeout_seconds,
        )
    except httpx.HTTPError as failed:
        raise BusyError(f"{variable} can't be reached ({type(failed).__name__})") from None
    if reply.status_code == httpx.codes.TOO_MANY_REQUESTS or reply.is_server_error:
        after = reply.headers.get("Retry-After", "")
        raise BusyError(f"the server said {reply.status_code}", float(after) if after.isdigit() else None)
    if not reply.is_success:
        raise DeliveryError(f"the webhook in {variable}: the server said {reply.status_code}.")


def _pause(settings: Settings, state: RetryCallState) -> float:
    """As long as the other side asks, else twice as long each time; never longer than is allowed."""
    failed = state.outcome.exception() if state.outcome else None
    asked = failed.seconds if isinstance(failed, BusyError) else None
    doubling = settings.delivery_pause_seconds * 2.0 ** (state.attempt_number - 1)
    return float(min(asked if asked is not None else doubling, settings.delivery_most_pause_seconds))

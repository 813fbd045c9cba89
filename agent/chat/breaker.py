"""Leave a failing chat model alone for a while, so that questions do not wait for it."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after so many failures in a row; closes at the first success after it has rested.

    Args:
        failures: After how many in a row.
        rest_seconds: For how long.
        now: The clock, in seconds.
    """

    def __init__(self, failures: int, rest_seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._rest = rest_seconds
        self._now = now
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @property
    def resting(self) -> bool:
        """Whether the model is to be left alone now."""
        return self._now() < self._until

    def succeeded(self) -> None:
        """Take note of a reply."""
        with self._lock:
            self._failed, self._until = 0, 0.0

    def failed(self) -> None:
        """Take note of a failure; once it has opened, each further one opens it again."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._now() + self._rest

"""Shares of counted things with their 95 % intervals."""

from scipy.stats import binomtest

from evals.suite import Strict


class Share(Strict):
    """A part of some cases.

    Attributes:
        part: How many.
        whole: Of how many.
    """

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Its exact (Clopper–Pearson) 95 % interval."""
        if not self.whole:
            return 0.0, 1.0
        found = binomtest(self.part, self.whole).proportion_ci(0.95, method="exact")
        return float(found.low), float(found.high)

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        low, high = self.bounds
        return f"{self.value * 100:.1f} % ({low * 100:.1f}–{high * 100:.1f}) of {self.whole}"

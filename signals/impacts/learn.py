"""What to expect of an action after it was measured: the assumption, moved by how sure the measurement is."""

from scipy.stats import norm

from signals.impacts.options import options


def learned(assumed: float, share: float | None, low: float | None, high: float | None) -> float | None:
    """Return the share of calls to expect, between the assumed and the measured one.

    Each counts by its precision; the assumption is taken to be off by a part of itself (``assumed_doubt``).

    Args:
        assumed: What was assumed.
        share: What was measured.
        low: The lower bound of what was measured.
        high: The upper bound.
    """
    if share is None or low is None or high is None:
        return None
    deviation = (high - low) / (2 * float(norm.ppf((1 + options().interval) / 2)))
    measured, believed = deviation**-2, (options().assumed_doubt * max(assumed, _LEAST)) ** -2
    return min(max((share * measured + assumed * believed) / (measured + believed), 0.0), 1.0)


_LEAST = 0.01
"""No assumption is surer than one of this share."""

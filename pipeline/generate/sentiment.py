"""What callers feel, and the sentiment that is measured."""

from dataclasses import dataclass

import numpy as np

from pipeline.generate.portions import Floats, Ints
from pipeline.generate.world import World

HUNDRED = 100


@dataclass(frozen=True)
class Feelings:
    """Columns of feelings.

    Attributes:
        true: The true sentiment, -1 to 1.
        score: The measured one in hundredths.
        scored: 1 where it was measured.
    """

    true: Floats
    score: Ints
    scored: Ints


def leaked_feelings(world: World, journey: Ints, segment: Ints, exact: bool, rng: np.random.Generator) -> Feelings:
    """Draw the feelings of callers after a failure, around the level of their journey and segment.

    Args:
        world: The world file's content.
        journey: What failed, by caller.
        segment: The caller's segment.
        exact: Whether the mean of the scores of each journey and segment must be its level, to two places.
        rng: The source of randomness.
    """
    levels = [[row.sentiment.get(name, 0.0) for name in world.segment_names] for row in world.journeys.values()]
    level = np.array(levels)[journey, segment]
    feelings = _around(world, level, rng)
    if exact:
        _settle(feelings, level, journey * len(world.segments) + segment)
    return feelings


def unrelated_feelings(world: World, size: int, rng: np.random.Generator) -> Feelings:
    """Draw the feelings of callers whom nothing made call."""
    return _around(world, np.full(size, world.calls.unrelated_sentiment), rng)


def _around(world: World, level: Floats, rng: np.random.Generator) -> Feelings:
    true = np.clip(rng.normal(level, world.calls.sentiment_spread), -1, 1)
    measured = np.clip(rng.normal(true, world.outcomes.sentiment_error), -1, 1)
    scored = rng.random(len(level)) >= world.calls.missing_score
    return Feelings(true, np.rint(measured * HUNDRED).astype(np.int64), scored.astype(np.int64))


def _settle(feelings: Feelings, level: Floats, cell: Ints) -> None:
    """Move scores by as little as needed so that each cell's mean is its level."""
    for number in np.unique(cell):
        rows = np.flatnonzero((cell == number) & (feelings.scored == 1))
        if len(rows):
            feelings.score[rows] = _with_mean(feelings.score[rows], float(level[rows[0]]))


def _with_mean(scores: Ints, level: float) -> Ints:
    """Return scores with a sum as near to ``level`` times their number as whole hundredths allow."""
    missing = round(level * HUNDRED * len(scores)) - int(scores.sum())
    while missing:
        step = 1 if missing > 0 else -1
        movable = np.flatnonzero(np.abs(scores + step) <= HUNDRED)[: abs(missing)]
        scores[movable] += step
        missing -= step * len(movable)
    return scores

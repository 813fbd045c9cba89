"""Sessions that come to their end: the ordinary, good ones."""

import numpy as np

from pipeline.generate.causes import CauseDraw
from pipeline.generate.failing import FailingDraw, page_language
from pipeline.generate.portions import Ints, pick
from pipeline.generate.sessions import Sessions, event_offsets, last_moments
from pipeline.generate.vocabulary import NONE

LAST_HOUR = 3600


def completed_sessions(draw: FailingDraw) -> Sessions:
    """Draw the day's completed sessions, of any members; one at least reaches the day's last hour."""
    world, count = draw.vocabulary.world, draw.plan.completed
    segment_today = draw.members.segments_on(draw.plan.day.date)
    member = draw.rng.choice(np.flatnonzero(segment_today != NONE), count.sessions)
    journeys = [journey.completed_share for journey in world.journeys.values()]
    device, version = CauseDraw(draw.vocabulary, draw.plan.day.back, draw.rng).devices(segment_today[member])
    pattern = draw.patterns_of(world.patterns.completed, count.sessions, count.events)
    offsets = event_offsets(
        world.timing.between_events, len(pattern), draw.vocabulary.pattern_events.shape[1], draw.rng
    )
    return Sessions(
        member=member,
        journey=pick(draw.rng, journeys, len(member)),
        pattern=pattern,
        device=device,
        version=version,
        step=np.full(len(member), NONE),
        code=np.full(len(member), NONE),
        language=page_language(draw.members, member, draw.rng),
        moments=_starts(draw, last_moments(offsets, draw.vocabulary.pattern_lengths[pattern]))[:, None] + offsets,
    )


def _starts(draw: FailingDraw, length: Ints) -> Ints:
    """Draw starts; the first session ends in the day's last hour, so that every day is seen to be complete."""
    starts = draw.session_starts(length)
    if len(starts):
        starts[0] = draw.plan.day.end - 1 - draw.rng.integers(0, LAST_HOUR) - length[0]
    return starts

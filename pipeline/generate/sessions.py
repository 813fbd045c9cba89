"""Sessions: who did what online and when, and the events that they are made of."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.generate.portions import Ints
from pipeline.generate.vocabulary import NONE, Vocabulary


@dataclass(frozen=True)
class Sessions:
    """Columns of sessions; positions in lists of the world and the vocabulary.

    Attributes:
        member: Who.
        journey: What they wanted to do.
        pattern: The sequence of events.
        device: On what.
        version: With which release.
        step: The step that failed; NONE when none did.
        code: The error that an error event shows; NONE when there is none.
        language: The language of the page.
        moments: When each event happens, a row a session; cells beyond its length mean nothing.
    """

    member: Ints
    journey: Ints
    pattern: Ints
    device: Ints
    version: Ints
    step: Ints
    code: Ints
    language: Ints
    moments: Ints

    def __len__(self) -> int:
        return len(self.member)


@dataclass(frozen=True)
class Events:
    """Columns of events, in the order of time; positions in lists of the world and the vocabulary.

    Attributes:
        session: The session's row.
        moment: When, in seconds since 1970.
        event_type: What happened.
        step: Where.
        code: The error shown; NONE when there was none.
    """

    session: Ints
    moment: Ints
    event_type: Ints
    step: Ints
    code: Ints

    def __len__(self) -> int:
        return len(self.session)


def together(parts: list[Sessions]) -> Sessions:
    """Put sessions under each other."""
    columns = ([getattr(part, column.name) for part in parts] for column in fields(Sessions))
    return Sessions(*(np.concatenate(column) for column in columns))


def event_offsets(gaps: tuple[int, int], size: int, length: int, rng: np.random.Generator) -> Ints:
    """Draw how many seconds after its session's start each event happens, a row a session."""
    between = rng.integers(gaps[0], gaps[1] + 1, (size, length))
    between[:, 0] = 0
    return np.cumsum(between, axis=1)


def last_moments(moments: Ints, lengths: Ints) -> Ints:
    """Return when the last event of each session happens."""
    return moments[np.arange(len(moments)), lengths - 1]


def events_of(sessions: Sessions, vocabulary: Vocabulary) -> Events:
    """Take sessions apart into events."""
    lengths = vocabulary.pattern_lengths[sessions.pattern]
    session = np.repeat(np.arange(len(sessions)), lengths)
    position = np.arange(len(session)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    moment = sessions.moments[session, position]
    in_time = np.lexsort((position, session, moment))
    session, position = session[in_time], position[in_time]
    event_type = vocabulary.pattern_events[sessions.pattern[session], position]
    return Events(
        session=session,
        moment=moment[in_time],
        event_type=event_type,
        step=_steps(sessions, session, position, event_type, vocabulary),
        code=np.where(event_type == vocabulary.error_event, sessions.code[session], NONE),
    )


def _steps(sessions: Sessions, session: Ints, position: Ints, event_type: Ints, vocabulary: Vocabulary) -> Ints:
    """Where each event happens: failures at the step that fails, the end at the last step, others on the way."""
    steps = vocabulary.journey_steps[sessions.journey[session]]
    on_the_way = steps[np.arange(len(session)), np.minimum(position, steps.shape[1] - 2)]
    at_the_end = event_type == vocabulary.end_event
    usual = np.where(at_the_end, steps[:, -1], on_the_way)
    return np.where(vocabulary.is_failure(event_type), sessions.step[session], usual)

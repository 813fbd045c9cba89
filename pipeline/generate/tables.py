"""From numbers to the rows of the raw files."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipeline.generate.business_day import BusinessDay
from pipeline.generate.calls import Calls
from pipeline.generate.keys import keys
from pipeline.generate.members import Members, numbered
from pipeline.generate.portions import Ints, pick
from pipeline.generate.sentiment import HUNDRED
from pipeline.generate.sessions import Events, Sessions
from pipeline.generate.spelling import Spelling
from pipeline.generate.transcripts import Transcriber
from pipeline.generate.vocabulary import NONE, Vocabulary, words


@dataclass(frozen=True)
class TableMaker:
    """Writes events and calls as rows of the raw files."""

    members: Members
    vocabulary: Vocabulary
    transcriber: Transcriber

    def events(self, day: BusinessDay, sessions: Sessions, events: Events, spelling: Spelling) -> pa.Table:
        """Return the rows of ``digital_journeys``."""
        world, words_of = self.vocabulary.world, spelling.write
        columns = {
            "event_id": keys("E", day.date, np.arange(len(events))),
            "session_id": keys("S", day.date, _in_order_of_appearance(events.session)),
            "member_id": self.members.keys.take(pa.array(sessions.member[events.session])),
            "event_timestamp": _timestamps(events.moment),
            "journey_type": words_of(world.journey_names, sessions.journey[events.session]),
            "step": words(self.vocabulary.steps, events.step),
            "event_type": words_of(world.event_types, events.event_type),
            "error_code": words(self.vocabulary.codes, events.code),
            "device_type": words_of(world.device_names, sessions.device[events.session]),
            "app_version": words(self.vocabulary.versions, sessions.version[events.session]),
            "page_language": words_of(world.languages, sessions.language[events.session]),
        }
        return pa.table({name: columns[name] for name in world.files["digital_journeys"]})

    def calls(self, day: BusinessDay, calls: Calls, spelling: Spelling, rng: np.random.Generator) -> pa.Table:
        """Return the rows of ``call_logs``."""
        world = self.vocabulary.world
        language = self._languages(calls, rng)
        duration, wait = self._durations(len(calls), rng)
        agent = rng.integers(0, world.calls.agents, len(calls))
        resolution = pick(rng, list(world.calls.resolutions.values()), len(calls))
        scores = pa.array([f"{score / HUNDRED:.2f}" for score in range(-HUNDRED, HUNDRED + 1)])
        columns = {
            "call_id": keys("C", day.date, np.arange(len(calls))),
            "member_id": self.members.keys.take(pa.array(calls.member)),
            "call_timestamp": _timestamps(calls.moment),
            "call_reason": spelling.write(self.vocabulary.reasons, calls.reason),
            "duration_seconds": pa.array(duration),
            "wait_seconds": pa.array(wait),
            "agent_id": numbered("A", world.calls.agents, 4).take(pa.array(agent)),
            "language": spelling.write(world.languages, language),
            "resolution": spelling.write(tuple(world.calls.resolutions), resolution),
            "sentiment_score": scores.take(pa.array(calls.score + HUNDRED, mask=calls.scored == 0)),
            "transcript": self.transcriber.write(language, self._topics(calls), self._spoken(calls), rng),
        }
        return pa.table({name: columns[name] for name in world.files["call_logs"]})

    def _languages(self, calls: Calls, rng: np.random.Generator) -> Ints:
        """The language of each call: mostly the member's own."""
        world = self.vocabulary.world
        own = rng.random(len(calls)) < world.calls.own_language
        return np.where(own, self.members.language[calls.member], world.languages.index(world.page_language.default))

    def _durations(self, size: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
        duration, wait = self.vocabulary.world.timing.duration, self.vocabulary.world.timing.wait
        seconds = np.clip(rng.lognormal(np.log(duration.median), duration.spread, size), duration.least, duration.most)
        waited = np.minimum(rng.exponential(wait.mean, size), wait.most)
        return seconds.astype(np.int64), waited.astype(np.int64)

    def _topics(self, calls: Calls) -> Ints:
        """What is spoken of: the error seen, else the journey, else the reason."""
        reason = np.where(calls.journey == NONE, calls.reason, calls.journey)
        return np.where(calls.topic == NONE, reason + len(self.vocabulary.codes), calls.topic)

    @staticmethod
    def _spoken(calls: Calls) -> "np.typing.NDArray[np.float64]":
        """What is heard agrees with the score, where there is one."""
        return np.where(calls.scored == 1, calls.score / HUNDRED, calls.feeling)


def _in_order_of_appearance(session: Ints) -> Ints:
    """Number sessions by their first event."""
    _, first, inverse = np.unique(session, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return number[inverse]


def _timestamps(moments: Ints) -> pa.Array:
    return pa.array(moments, type=pa.int64()).cast(pa.timestamp("s")).cast(pa.timestamp("us"))

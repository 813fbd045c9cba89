"""Questions that went wrong, put together when they are about the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from doors.learning.asked import Asked
from doors.learning.rules import rules


@dataclass(frozen=True)
class Cluster:
    """Questions of one language that are about the same; the first is the one that the others are most like."""

    asked: tuple[Asked, ...]

    @property
    def question(self) -> str:
        """The question that stands for all."""
        return self.asked[0].question

    @property
    def people(self) -> int:
        """How many people asked."""
        return len({one.user for one in self.asked})

    @property
    def comments(self) -> tuple[str, ...]:
        """What people said of the answers, each once."""
        return tuple(dict.fromkeys(comment for one in self.asked for comment in one.comments))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What people, or else the agent, said was wrong, each once."""
        said = (judged.reason for one in self.asked for judged in one.said)
        own = (one.code or one.status for one in self.asked if one.missed)
        return tuple(dict.fromkeys(reason for reason in (*said, *own) if reason))


def clusters(asked: Iterable[Asked]) -> list[Cluster]:
    """Put what is about the same together, the largest first; each question joins the first that it is near to."""
    found: list[list[Asked]] = []
    for one in asked:
        near = next((group for group in found if _near(group[0], one)), None)
        if near is None:
            found.append([one])
        else:
            near.append(one)
    return sorted((Cluster(tuple(group)) for group in found), key=lambda one: (-len(one.asked), one.question))


def nearness(one: str, other: str) -> float:
    """How much two questions say the same words, 0 to 100."""
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process)


def _near(one: Asked, other: Asked) -> bool:
    same = one.language == other.language and one.missed == other.missed
    return same and nearness(one.question, other.question) >= rules().nearness

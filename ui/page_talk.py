"""One reader's conversation: the questions in their order, each with its answer once there is one."""

from dataclasses import dataclass
from itertools import count

from ui.present import View


@dataclass(frozen=True)
class Turn:
    """A question and, once there is one, its answer.

    Attributes:
        question: As asked.
        view: Its answer; None while it is being worked on.
        language: The page's own language, for what is said before there is an answer.
        opening: Whether the page asked it by itself when it was opened.
    """

    question: str
    view: View | None = None
    language: str = "en"
    opening: bool = False


class Talk:
    """The latest turns. Questions that are answered at the same time each find their own place again."""

    def __init__(self) -> None:
        self._turns: dict[int, Turn] = {}
        self._numbers = count()

    def begin(self, turn: Turn, most: int) -> int:
        """Take up a question and return its place; only so many turns are kept."""
        place = next(self._numbers)
        self._turns[place] = turn
        for oldest in sorted(self._turns)[:-most]:
            self._turns.pop(oldest, None)
        return place

    def finish(self, place: int, turn: Turn) -> None:
        """Put the answer in the question's place, unless it has been left behind."""
        if place in self._turns:
            self._turns[place] = turn

    def before(self, place: int) -> tuple[str, ...]:
        """Return the questions that were asked before one, the oldest first."""
        return tuple(turn.question for number, turn in sorted(self._turns.items()) if number < place)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns in their order."""
        return tuple(turn for _, turn in sorted(self._turns.items()))

"""The action ledger as it is shown: an entry each, with what a reader may make of it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.reply import Answer
from pipeline.action_rules import State, may_decide, rules
from ui.center.center_file import Field, MoveFile, center_file
from ui.tables import Writer, columns_of

STATE, ACTION, OWNER = "state", "action", "owner"


@dataclass(frozen=True)
class Move:
    """A state that an action may come to: what its button says, and what must be told, each with what it is now."""

    state: State
    label: str
    fields: tuple[tuple[Field, str, str], ...]


@dataclass(frozen=True)
class Entry:
    """An action of the ledger.

    Attributes:
        action: As the ledger names it.
        title: As people call it.
        state: Its state, for its colour.
        figures: What is known of it, each with its label.
        moves: What the reader may make of it.
    """

    action: str
    title: str
    state: str
    state_label: str
    figures: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]


def entries_of(answer: Answer, role: str, say: Writer) -> Iterator[Entry]:
    """Lay out the ledger's rows.

    Args:
        answer: The ledger: a row for each action, with its state.
        role: The reader's role; one that may not decide is offered nothing.
        say: Writes values.
    """
    columns = columns_of(answer)
    places = {column.name: (place, column) for place, column in columns}
    if not {STATE, ACTION, OWNER} <= places.keys():
        return
    for row in answer.rows:
        told = {name: (row[place], say.write(row[place], column)) for name, (place, column) in places.items()}
        shown = [column for _, column in columns if column.name not in (STATE, ACTION)]
        yield Entry(
            action=str(told[ACTION][0]),
            title=told[ACTION][1],
            state=str(told[STATE][0]),
            state_label=told[STATE][1],
            figures=tuple((column.label, told[column.name][1]) for column in shown),
            moves=tuple(_moves(str(told[STATE][0]), told[OWNER][1], say.language)) if may_decide(role) else (),
        )


def _moves(state: str, owner: str, language: str) -> Iterator[Move]:
    file = center_file()
    labels = file.words[language].fields
    for follow, move in file.moves.items():
        if follow != state and follow in rules().transitions.get(state, ()):  # type: ignore[call-overload]
            fields = tuple((name, labels[name], owner if name == OWNER else "") for name in move.fields)
            yield Move(follow, move.label[language], fields)


def sentence(move: MoveFile, action: str, told: Mapping[str, str], language: str) -> str | None:
    """What the agent is told of a decision; None where something that it needs is not told.

    Args:
        move: What becomes of the action.
        action: What people call it.
        told: What was told, by field.
        language: In which language.
    """
    given = {name: " ".join(told.get(name, "").split()) for name in move.fields}
    return move.say[language].format(action=action, **given) if all(given.values()) else None

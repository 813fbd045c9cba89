"""A question that can't be answered, openly: why, in terms that a language can put into words."""


class Declined(Exception):  # noqa: N818 - an outcome, not an error
    """The agent knows that it can't answer.

    Args:
        reason: The name of the reason, in a language's ``reasons`` (or ``declined_words``).
        words: What the reason is about: words that could not be placed, names that do not go together.
        values: What else the reason's text needs: names, texts, windows.
    """

    def __init__(self, reason: str, words: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words
        self.values = values

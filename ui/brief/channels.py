"""Who gets which briefing, and how: the shape of the channels file, read strictly."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from agent.metric_view import Strict
from pipeline.errors import DeliveryError

_HINT = "docs/briefing.md shows one."


class Readers(Strict):
    """Readers of one briefing, by one or more channels.

    ``user`` says whose channels these are: that user may have a briefing sent to them from the page.
    ``slack`` and ``teams`` name environment variables that hold webhooks' addresses: those are secrets.
    """

    audience: str
    user: str | None = None
    language: str = "en"
    mail: tuple[str, ...] = Field(default=())
    slack: str | None = None
    teams: str | None = None
    folder: Path | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> "Readers":
        if not self.targets():
            raise ValueError("name where it goes: mail, slack, teams or folder")
        return self

    def targets(self) -> list[tuple[str, str]]:
        """Each channel with its target."""
        return list(self._targets())

    def of(self, user: str) -> list[tuple[str, str]]:
        """The channels that are one user's: all of them, or the user's own address alone."""
        if self.user == user:
            return self.targets()
        return [("mail", address) for address in self.mail if address.casefold() == user.casefold()]

    def _targets(self) -> Iterator[tuple[str, str]]:
        yield from (("mail", address) for address in self.mail)
        yield from ((kind, str(one)) for kind, one in (("slack", self.slack), ("teams", self.teams)) if one)
        if self.folder:
            yield "folder", str(self.folder)


def read_channels(path: Path) -> tuple[Readers, ...]:
    """Read the channels file.

    Raises:
        DeliveryError: It can't be read or is not as it must be; the message says where.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as unreadable:
        raise DeliveryError(f"{path} can't be read: {unreadable.strerror}.", _HINT) from None
    except (yaml.YAMLError, UnicodeDecodeError) as broken:
        raise DeliveryError(f"{path} is not YAML: {' '.join(str(broken).split())}", _HINT) from None
    try:
        return TypeAdapter(tuple[Readers, ...]).validate_python(content or ())
    except ValidationError as invalid:
        first = invalid.errors()[0]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise DeliveryError(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}.", _HINT) from None

"""From the settings to whatever of a chat model they ask for."""

import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from agent.chat.breaker import Breaker
from agent.chat.client import ChatClient
from agent.chat.connect import check_settings, connect, method_of
from agent.chat.failure import ChatFailed
from agent.chat.freehand import Freehand
from agent.chat.policy import HelpedReader
from agent.chat.reader import ChatReader
from agent.chat.wording import Rewording
from agent.limits import limits
from agent.reader import Reader

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True)
class ChatTools:
    """What a chat model helps with."""

    client: ChatClient
    reader: HelpedReader
    rewording: Rewording | None = None

    def warm_up(self) -> None:
        """Import the libraries and make the client, in the background: the first question would wait for seconds."""
        threading.Thread(target=self._make, daemon=True).start()

    def _make(self) -> None:
        with suppress(ChatFailed):  # said, and logged, when a question needs it
            self.client.ready()


def chat_tools(settings: "Settings | None", builtin: Reader, dialect: str) -> ChatTools | None:
    """Make what the settings ask for; None when they ask for no chat model. Nothing is sent, nothing heavy imported.

    Raises:
        SettingsError: A model is named but can't be used: its libraries, its address or its key are missing.
    """
    if settings is None or settings.chat_model is None or settings.chat_order == "off":
        return None
    check_settings(settings)
    most, seconds = limits().chat, settings.chat_timeout_seconds
    client = ChatClient(partial(connect, settings), Breaker(most.failures, most.rest_seconds), method_of(settings))
    freehand = Freehand(client, dialect) if settings.chat_freehand else None
    chat = ChatReader(client, seconds, settings.chat_values, settings.chat_freehand)
    reader = HelpedReader(builtin, chat, freehand, settings.chat_order)
    rewords = settings.chat_wording and settings.chat_values  # an answer says values
    return ChatTools(client, reader, Rewording(client, seconds) if rewords else None)

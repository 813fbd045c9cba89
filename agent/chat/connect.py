"""From the settings to a LangChain chat model; the libraries are imported here, when a model is first asked."""

import importlib.util
import os
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import TypeAdapter

from agent.limits import limits
from agent.metric_view import Strict
from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from pipeline.settings import Settings


Method = Literal["json_schema", "function_calling"]


class Provider(Strict):
    """One provider of ``providers.yml``."""

    speaks: str | None = None
    package: str | None = None
    host: str | None = None
    path: str = ""
    key: str | None = None
    most_tokens: str = "max_tokens"
    method: Method = "json_schema"


def check_settings(settings: "Settings") -> None:
    """Check what can be checked without importing the libraries or sending anything.

    Raises:
        SettingsError: The libraries are not installed, or the address or the key is not known.
    """
    provider = _provider(settings)
    needed = ["langchain", "langchain_openai" if provider.speaks == "openai" else (provider.package or "langchain")]
    for package in needed:
        if importlib.util.find_spec(package.replace("-", "_")) is None:
            raise _missing(settings, provider, package)
    _base_url(provider, settings)
    if provider.key:
        _key(provider, settings)


def method_of(settings: "Settings") -> Method:
    """How the model is first asked for a reply of a given shape."""
    return _provider(settings).method


def connect(settings: "Settings") -> "BaseChatModel":
    """Make the client of the chat model that the settings name. Nothing is sent yet.

    Raises:
        SettingsError: None is named, its libraries are not installed, or its address or key is not known.
    """
    provider = _provider(settings)
    try:
        if provider.speaks == "openai":
            return _openai(provider, settings)
        return _other(provider, settings)
    except ImportError as missing:
        raise _missing(settings, provider, missing.name or "its libraries") from None


def _provider(settings: "Settings") -> Provider:
    name, _, model = (settings.chat_model or "").partition(":")
    if not model:
        raise SettingsError("no chat model is named.", "Set LEAKAGE_CHAT_MODEL, such as openai:NAME.")
    return _providers().get(name, Provider())


def _missing(settings: "Settings", provider: Provider, package: str) -> SettingsError:
    more = f" {provider.package}" if provider.package else ""
    hint = f"Install the extra: pip install 'leakage-command-center[chat]'{more}."
    return SettingsError(f"chat_model '{settings.chat_model}' needs {package}, which is not installed.", hint)


def _openai(provider: Provider, settings: "Settings") -> "BaseChatModel":
    from langchain_openai import ChatOpenAI

    from agent.chat.http import capped_client

    given: dict[str, Any] = {
        "model": (settings.chat_model or "").partition(":")[2],
        "base_url": _base_url(provider, settings),
        "api_key": _key(provider, settings),
        "extra_body": {provider.most_tokens: settings.chat_most_tokens},
        "http_async_client": capped_client(limits().chat.reply_kb << 10),
        "use_responses_api": False,
    }
    return ChatOpenAI(**given, **_common(settings))


def _other(provider: Provider, settings: "Settings") -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {provider.most_tokens: settings.chat_most_tokens, **_common(settings)}
    given |= {"base_url": settings.chat_base_url} if settings.chat_base_url else {}
    given |= {"api_key": settings.chat_api_key} if settings.chat_api_key else {}
    try:
        made: BaseChatModel = init_chat_model(settings.chat_model or "", **given)
    except ValueError as wrong:
        what = f"chat_model '{settings.chat_model}' can't be used ({type(wrong).__name__})."
        raise SettingsError(what, "Check the provider's name and its key (LEAKAGE_CHAT_API_KEY).") from None
    return made


def _common(settings: "Settings") -> dict[str, Any]:
    given: dict[str, Any] = {"timeout": settings.chat_timeout_seconds, "max_retries": settings.chat_retries}
    return given if settings.chat_temperature is None else given | {"temperature": settings.chat_temperature}


def _base_url(provider: Provider, settings: "Settings") -> str | None:
    if settings.chat_base_url or not provider.host:
        return settings.chat_base_url
    host = os.environ.get(provider.host, "").rstrip("/")
    if not host:
        raise SettingsError(f"where '{settings.chat_model}' is served is not known.", f"Set {provider.host}.")
    return (host if "://" in host else f"https://{host}") + provider.path


def _key(provider: Provider, settings: "Settings") -> Any:
    from pydantic import SecretStr

    if settings.chat_api_key:
        return settings.chat_api_key
    found = os.environ.get(provider.key or "")
    if not found and not settings.chat_base_url:
        raise SettingsError(
            f"there is no key for '{settings.chat_model}'.", f"Set LEAKAGE_CHAT_API_KEY or {provider.key}."
        )
    return SecretStr(found or "none")


@cache
def _providers() -> dict[str, Provider]:
    content = yaml.safe_load((files("agent.chat") / "providers.yml").read_text("utf-8"))
    return TypeAdapter(dict[str, Provider]).validate_python(content)

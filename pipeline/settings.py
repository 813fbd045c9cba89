"""Every parameter of the product, from one place: defaults, a settings file, the environment, flags (last wins)."""

import getpass
import os
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

from pipeline.errors import SettingsError, did_you_mean

DEFAULTS = files("pipeline") / "settings.yml"
OWN_FILE = "leakage.yml"

MOST_PATH = 1024

Role = Literal["viewer", "operator", "care_ops"]
ChatOrder = Literal["unsure", "first", "off"]


class Settings(BaseSettings):
    """The parameters of one run or request; their meaning and defaults stand in ``settings.yml``."""

    model_config = SettingsConfigDict(env_prefix="LEAKAGE_", extra="forbid", frozen=True)

    home: Path
    engine: Literal["duckdb", "spark"]
    time_zone: str
    window_minutes: int = Field(gt=0, le=24 * 60)
    cost_per_call_usd: Decimal = Field(ge=0, le=100_000, decimal_places=2)
    repeat_days: int = Field(gt=0)
    new_member_months: int = Field(gt=0)
    sparse_day_share: Decimal = Field(ge=0, lt=1)
    most_set_aside_share: Decimal = Field(gt=0, le=1)
    days_per_year: int = Field(gt=0)
    learned_weight: Decimal = Field(ge=0, le=1)
    fix_rates: tuple[Decimal, ...]
    timeline_days: int = Field(gt=0)
    mapping: Path | None
    model: Path | None
    data: Path | None
    journey_key_secret: str | None = Field(repr=False)
    ingest_batch_mb: int = Field(gt=0)
    retention_hours: int = Field(ge=0)
    threads: int | None = Field(gt=0)
    memory_limit_gb: Decimal = Field(gt=0)
    log_level: Literal["debug", "info", "warning", "error"]
    conversation_turns: int = Field(gt=0, le=1000)
    user: str | None
    role: Role
    users: Path | None
    sign_in: Literal["users", "databricks_app"]
    sign_in_role: Role | None
    chat_model: str | None
    chat_base_url: str | None
    chat_api_key: SecretStr | None
    chat_order: ChatOrder
    chat_values: bool
    chat_freehand: bool
    chat_wording: bool
    chat_timeout_seconds: float = Field(gt=0, le=300)
    chat_retries: int = Field(ge=0, le=5)
    chat_most_tokens: int = Field(gt=0)
    chat_prompts: str | None
    chat_temperature: float | None = Field(ge=0, le=2)
    brief_outline: Path | None
    brief_channels: Path | None
    brief_most_days_old: int = Field(ge=0)
    page_url: str | None
    schedule: str
    serve_running: int | None = Field(gt=0, le=256)
    serve_waiting: int = Field(ge=0, le=100_000)
    serve_timeout_seconds: float = Field(gt=0, lt=297)
    smtp_host: str | None
    smtp_port: int = Field(gt=0, le=65535)
    smtp_security: Literal["starttls", "tls", "none"]
    smtp_user: str | None
    smtp_password: SecretStr | None
    smtp_from: str | None
    feedback_webhook: str | None
    mlflow_tracking_uri: str | None
    mlflow_registry_uri: str | None
    mlflow_experiment: str = Field(min_length=1)
    mlflow_model: str = Field(min_length=1)
    mlflow_prompts: str = Field(min_length=1)
    databricks_warehouse: str | None
    databricks_catalog: str | None
    trace: bool
    delivery_timeout_seconds: float = Field(gt=0, le=300)
    delivery_attempts: int = Field(gt=0, le=20)
    delivery_pause_seconds: float = Field(ge=0)
    delivery_most_pause_seconds: float = Field(ge=0)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"no such time zone. {did_you_mean(zone, available_timezones())}")
        return zone

    @field_validator("fix_rates")
    @classmethod
    def _shares(cls, rates: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if not rates or len(set(rates)) < len(rates) or not all(0 < rate <= 1 for rate in rates):
            raise ValueError("must be different shares above 0 and up to 1, such as [0.1, 0.25]")
        return rates

    @field_validator("chat_order", mode="before")
    @classmethod
    def _off_is_not_false(cls, order: Any) -> Any:
        """YAML reads an unquoted ``off`` as the boolean false; give it its name back."""
        return "off" if order is False else order

    @field_validator("chat_model")
    @classmethod
    def _provider_and_name(cls, model: str | None) -> str | None:
        if model is not None and not re.fullmatch(r"[a-z_]+:\S+", model):
            raise ValueError("must be provider:name, such as openai:NAME or ollama:NAME")
        return model

    @field_validator("chat_base_url", "page_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
            raise ValueError("must be an http or https address without a user or a query in it")
        return url

    @field_validator("home")
    @classmethod
    def _plain_path(cls, home: Path) -> Path:
        if set(str(home)) & set("[]*?"):
            raise ValueError("a home's path can't have any of [ ] * ?, which stand for other characters in file names")
        if len(str(home)) > MOST_PATH or not str(home).isprintable():
            raise ValueError(f"a home's path has up to {MOST_PATH} characters, all of them printable")
        return home

    @classmethod
    def settings_customise_sources(  # noqa: D102
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _Files(settings_cls)

    @property
    def landing(self) -> Path:
        """Where raw files arrive."""
        return self.home / "landing"

    @property
    def tables(self) -> Path:
        """The Delta tables: ``<schema>/<table>`` below it."""
        return self.home / "tables"

    @property
    def state(self) -> Path:
        """Locks, logs, keys and the databases that queries are served from; all of it can be made again."""
        return self.home / "state"

    @property
    def zone(self) -> ZoneInfo:
        """The business time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def caller(self) -> str:
        """Who is asking."""
        return self.user or getpass.getuser()


class _Files(PydanticBaseSettingsSource):
    """The packaged defaults, overridden by the plan's own settings file."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return self()[field_name], field_name, False

    def __call__(self) -> dict[str, Any]:
        defaults: dict[str, Any] = yaml.safe_load(DEFAULTS.read_text())
        return defaults | _own_file()


def _own_file() -> dict[str, Any]:
    named = os.environ.get("LEAKAGE_SETTINGS")
    path = Path(named or OWN_FILE)
    if not path.is_file():
        if named:
            raise SettingsError(f"LEAKAGE_SETTINGS names {path}, which is not a file.")
        return {}
    content = _yaml(path, str(path)) or {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path} must hold names and values, one a line.", "See pipeline/settings.yml.")
    return content


def load_settings(**flags: Any) -> Settings:
    """Read the settings; ``flags`` that are None leave the other sources in force.

    Raises:
        SettingsError: A name is unknown or a value is not allowed; the message says which and why.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as invalid:
        raise SettingsError(_in_words(invalid), "pipeline/settings.yml lists every setting.") from None
    except SourceError as broken:
        raise SettingsError(f"{broken}: {broken.__cause__}.", "Lists are written as JSON: [0.1, 0.25].") from None


def parse_assignments(given: list[str]) -> dict[str, Any]:
    """Read ``name=value`` words, the values as YAML would.

    Raises:
        SettingsError: A word has no equals sign.
    """
    pairs = [word.partition("=") for word in given]
    for name, sign, _ in pairs:
        if not sign:
            raise SettingsError(f"'{name}' is not NAME=VALUE.", "For example: --set window_minutes=15")
    return {name.strip(): _yaml(value, f"--set {name}") for name, _, value in pairs}


def _yaml(source: Path | str, where: str) -> Any:
    try:
        return yaml.safe_load(source if isinstance(source, str) else source.read_text())
    except (yaml.YAMLError, ValueError) as broken:  # a day that is none, or bytes that are no text, is a ValueError
        raise SettingsError(f"{where} cannot be read: {broken}") from None


def _in_words(invalid: ValidationError) -> str:
    said = []
    for error in invalid.errors():
        name = ".".join(str(part) for part in error["loc"])
        unknown = error["type"] == "extra_forbidden"
        near = did_you_mean(name, Settings.model_fields) if unknown else error["msg"]
        said.append(f"'{name}' is not a setting. {near}" if unknown else f"'{name}': {near}.")
    return " ".join(said)

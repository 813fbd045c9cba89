"""Open the engine that the settings name."""

from pipeline.engines.protocol import Engine
from pipeline.errors import SettingsError
from pipeline.settings import Settings


def open_engine(settings: Settings) -> Engine:
    """Open the embedded engine or Spark; each is imported only when it is asked for.

    Raises:
        SettingsError: Spark is asked for but not installed.
    """
    if settings.engine == "duckdb":
        from pipeline.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(settings)
    try:
        from pipeline.engines.spark import SparkEngine
    except ImportError as missing:
        hint = "Install the extra: pip install 'leakage-command-center[spark]'."
        raise SettingsError(f"engine spark needs {missing.name}.", hint) from None
    return SparkEngine(settings)

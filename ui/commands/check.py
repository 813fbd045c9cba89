"""``leakage check``."""

from pipeline.contract import load_contracts
from pipeline.errors import ContractError
from pipeline.settings import Settings
from pipeline.static import problems
from ui.commands.progress import say


def run(settings: Settings) -> None:
    """Check every contract against its SQL; the settings have been checked by being read."""
    found = problems()
    if found:
        raise ContractError("\n  ".join([f"{len(found)} problems:", *found]))
    say(f"{len(load_contracts())} contracts hold, and so do the settings ({settings.home}).")

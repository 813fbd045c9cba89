"""``leakage document``."""

from pathlib import Path

from agent.guard_page import guard_page
from pipeline.document import pages
from pipeline.errors import ContractError
from ui.commands.progress import say


def run(out: Path, *, check: bool) -> None:
    """Write the generated pages, or say which are stale."""
    written = {**pages(), "guard.md": guard_page()}
    stale = [name for name, text in written.items() if not _is(out / name, text)]
    if check and stale:
        raise ContractError(f"out of date: {', '.join(stale)}.", "Run `leakage document`.")
    for name in stale:
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(written[name])
    say(f"Written: {', '.join(stale)}." if stale else "Every page is up to date.")


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text() == text

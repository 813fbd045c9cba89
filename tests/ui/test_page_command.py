"""`leakage page` refuses what it can't do safely, before it loads anything heavy."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import PublishError, SettingsError
from pipeline.settings import load_settings
from ui.commands.page import run


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_only_this_machine(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nobody signs in"):
        run(load_settings(home=tmp_path), host, 0, open_browser=False)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="--port"):
        run(load_settings(home=tmp_path), "127.0.0.1", taken.getsockname()[1], open_browser=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_nothing_built_yet(host: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nothing has been built"):
        run(load_settings(home=tmp_path), host, 0, open_browser=False)


@pytest.mark.slow
def test_the_page_needs_no_library_of_those_who_send() -> None:
    """Whoever installs the page alone has none of them."""
    code = "import sys, ui.app; print(sorted({'apscheduler', 'css_inline', 'tenacity'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

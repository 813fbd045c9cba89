"""The briefing as a reader's program shows it: on a phone and a laptop, light and dark, and silent."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from doors.context import Context
from pipeline.settings import Settings
from ui.brief.made import make
from ui.brief.parcel import briefing_parcel

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SCREENSHOTS")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 900])
def test_it_fits_and_reads_well(home: Settings, tmp_path: Path, browser: Browser, width: int, scheme: Any) -> None:
    with Context(home) as context:
        made = make(context, "executive", "en")
    parcel = briefing_parcel(made.briefing, made.sheet, made.outline, "https://leakage.plan.example")
    (tmp_path / "briefing.html").write_text(parcel.html)
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "briefing.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(asked) == 1, "it loads nothing"
    serious = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious]
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"briefing-{width}-{scheme}.png", full_page=True)

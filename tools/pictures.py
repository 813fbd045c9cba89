"""Take the README's pictures of the page over a built home: pictures.py HOME [FOLDER].

The home should hold a ledger worth a look, and a briefing that was sent; only what reading records is added to it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.briefings import Briefings
from pipeline.settings import load_settings

IMAGES = Path(__file__).parent.parent / "docs" / "images"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def entered(browser: Browser, address: str, size: dict[str, int]) -> Page:
    """Open a room as a new reader, and wait until it is drawn."""
    page = browser.new_context(viewport=size, locale="en-US", reduced_motion="reduce").new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.locator(".lk-card:not(.lk-working)").first.wait_for()
    page.wait_for_timeout(500)
    return page


def sent(home: str) -> str:
    """The last executive briefing in English that was sent."""
    kept = Briefings(load_settings(home=Path(home))).all()
    return next(one.kept_id for one in kept if one.briefing.endswith("/executive/en"))


def shoot(browser: Browser, address: str, home: str, folder: Path) -> None:
    """Take every picture."""
    entered(browser, address, WIDE).screenshot(path=folder / "page.png")
    center = entered(browser, f"{address}center", WIDE | {"height": 1180})
    center.screenshot(path=folder / "center.png")
    center.locator("[data-slide]").press("ArrowRight")
    center.wait_for_timeout(1500)
    center.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    tops = [center.locator(f"#lk-view-{name}").bounding_box() for name in ("upside", "hours")]
    first, last = (box["y"] if box else 0 for box in tops)
    part = {"x": 0, "y": first - 28, "width": 1440, "height": last - first}
    center.screenshot(path=folder / "center-act.png", full_page=True, clip=part)  # type: ignore[arg-type]
    entered(browser, f"{address}briefing", WIDE).screenshot(path=folder / "briefing-room.png")
    mail = entered(browser, f"{address}briefing?sent={sent(home)}", PHONE).locator("iframe.lk-sent")
    phone = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    phone.set_content(mail.get_attribute("srcdoc") or "")
    phone.screenshot(path=folder / "briefing.png", full_page=True)
    entered(browser, f"{address}center", PHONE).screenshot(path=folder / "center-phone.png")


def main(home: str, folder: Path) -> None:
    """Serve a home and take its pictures."""
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    command = [str(Path(sys.executable).parent / "leakage"), "page", "--port", "0", "--no-open"]
    environment = os.environ | {"LEAKAGE_HOME": home, "LEAKAGE_ROLE": "care_ops", "COLUMNS": "200"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        address = next(word for line in process.stdout or () for word in line.split() if word.startswith("http://"))
        try:
            with sync_playwright() as playwright:
                shoot(playwright.chromium.launch(executable_path=chromium, args=FLAGS), address, home, folder)
        finally:
            process.terminate()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else IMAGES)

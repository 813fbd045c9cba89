"""Who may open the page: users with passwords, each in their role; nobody from elsewhere without them."""

import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from doors.sign_in import Users, users_of
from pipeline.errors import SettingsError
from pipeline.settings import Settings
from ui.commands.page import run
from ui.commands.user import add, remove

GOOD = "correct horse battery"


def test_users_are_kept_without_their_passwords(tmp_path: Path) -> None:
    users = Users(tmp_path / "home" / "users.yml")
    assert not users.accepts("vera", GOOD)
    users.put("vera", "operator", GOOD)
    users.put("max", "viewer", "another password")
    written = (tmp_path / "home" / "users.yml").read_text()
    assert GOOD not in written
    assert stat.S_IMODE((tmp_path / "home" / "users.yml").stat().st_mode) == 0o600
    assert users.accepts("vera", GOOD)
    assert not users.accepts("vera", "another password")
    assert not users.accepts("nobody", "nobody's")
    assert users.role_of("vera") == "operator"
    users.put("vera", "care_ops", "a newer password")
    assert (users.accepts("vera", GOOD), users.role_of("vera")) == (False, "care_ops")
    users.remove("vera")
    assert users.role_of("vera") is None
    with pytest.raises(SettingsError, match="no user 'vera'"):
        users.remove("vera")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("vera: {role: boss, password: x}", r"vera\.role"),
        ("vera: {password: x}", r"vera\.role"),
        ("vera: {role: viewer, password: x, mail: y}", r"vera\.mail"),
        ("- vera", "is not as it must be"),
        ("a: [", "can't be read"),
    ],
)
def test_slips_of_the_users_file(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "users.yml").write_text(text)
    with pytest.raises(SettingsError, match=says):
        Users(tmp_path / "users.yml").all()


def test_a_hash_that_is_none_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "users.yml").write_text("vera: {role: viewer, password: plain words}")
    assert not Users(tmp_path / "users.yml").accepts("vera", "plain words")


def test_the_command(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAKAGE_PASSWORD", "short")
    with pytest.raises(SettingsError, match="at least 10"):
        add(small, "vera", "viewer")
    with pytest.raises(SettingsError, match="Did you mean 'viewer'"):
        add(small, "vera", "viewr")
    assert users_of(small) is None
    monkeypatch.setenv("LEAKAGE_PASSWORD", GOOD)
    add(small, "vera", "operator")
    users = users_of(small)
    assert users
    assert users.accepts("vera", GOOD)
    remove(small, "vera")


def test_other_machines_are_refused_where_nobody_signs_in(small: Settings) -> None:
    with pytest.raises(SettingsError, match="nobody signs in"):
        run(small, "0.0.0.0", 0, open_browser=False)


@pytest.mark.browser
@pytest.mark.slow
def test_signed_in_people_see_what_their_role_may(
    browser: Browser, serving: Any, day: Settings, tmp_path: Path
) -> None:
    users = Users(tmp_path / "users.yml")
    users.put("vera", "viewer", GOOD)
    with serving(day, LEAKAGE_USERS=str(tmp_path / "users.yml")) as address:
        for path in ("gradio_api/info", "config"):
            assert httpx.get(f"{address}{path}").status_code == 401, path
        for path in ("", "center", "briefing", "data"):
            given = httpx.get(f"{address}{path}").text
            assert '"auth_required":true' in given, path
            assert "lk-room" not in given, path
        page = browser.new_page()
        page.goto(address)
        page.get_by_label("username").fill("vera")
        page.get_by_label("password").fill("wrong password")
        page.get_by_role("button", name="Login").click()
        expect(page.locator(".lk-body")).to_have_count(0)
        page.get_by_label("password").fill(GOOD)
        page.get_by_role("button", name="Login").click()
        expect(page.locator(".lk-body").first).to_contain_text("12,000 calls")
        page.goto(f"{address}center")
        expect(page.locator("#lk-view-breaking")).to_be_visible()
        expect(page.locator("#lk-view-playback")).to_have_count(0)
        users.put("vera", "care_ops", GOOD)
        page.goto(f"{address}center")
        expect(page.locator("#lk-view-playback")).to_be_visible()
        users.remove("vera")
        page.goto(f"{address}center")
        expect(page.get_by_text("You may not use this page any more.").first).to_be_visible()
        expect(page.locator(".lk-view")).to_have_count(0)
        page.close()

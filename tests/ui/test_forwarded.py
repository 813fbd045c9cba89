"""Who Databricks Apps says that somebody is: believed where a setting says so, in the role of the users file."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from doors.forwarded import Forwarded, gate_of
from doors.sign_in import Users
from pipeline.audit import AuditLog
from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings
from ui.commands.page import run
from ui.commands.user import add

EMAIL = "vera@plan.example"
ROOMS = ("", "center", "briefing", "data", "config", "gradio_api/info")


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users.yml")
    users.put(EMAIL, "operator", None)
    users.put("4711", "care_ops", None)
    return users


@pytest.mark.parametrize(
    ("headers", "name", "role"),
    [
        ({"x-forwarded-email": EMAIL}, EMAIL, "operator"),
        ({"x-forwarded-email": " Vera@Plan.example "}, EMAIL, "operator"),
        ({"x-forwarded-email": EMAIL, "x-forwarded-user": "4711"}, EMAIL, "operator"),
        ({"x-forwarded-user": "4711"}, "4711", "care_ops"),
        ({"x-forwarded-email": "max@plan.example"}, None, None),
        ({"x-forwarded-email": "max@plan.example", "x-forwarded-user": "4711"}, None, None),
        ({"x-forwarded-preferred-username": EMAIL}, None, None),
        ({"x-forwarded-email": EMAIL + "\x07"}, None, None),
        ({"x-forwarded-email": " "}, None, None),
        ({}, None, None),
    ],
)
def test_whom_the_headers_name(users: Users, headers: dict[str, str], name: str | None, role: str | None) -> None:
    gate = Forwarded(users, None)
    assert gate.name_of(headers) == name
    assert name is None or gate.role_of(name) == role


def test_people_without_a_role_have_the_one_that_is_set(users: Users) -> None:
    gate = Forwarded(users, "viewer")
    assert gate.name_of({"x-forwarded-email": "max@plan.example"}) == "max@plan.example"
    assert gate.role_of("max@plan.example") == "viewer"
    assert gate.role_of(EMAIL) == "operator"
    assert gate.name_of({"x-forwarded-email": "x" * 400}) is None
    assert gate.name_of({}) is None


def test_who_has_no_password_can_not_sign_in_with_one(users: Users) -> None:
    for password in ("", "None", "nobody's"):
        assert not users.accepts(EMAIL, password)


def test_the_setting_decides(tmp_path: Path) -> None:
    plain = load_settings(home=tmp_path)
    assert gate_of(plain) is None
    assert isinstance(gate_of(load_settings(home=tmp_path, sign_in="databricks_app")), Forwarded)
    with pytest.raises(SettingsError, match="sign_in"):
        load_settings(home=tmp_path, sign_in="headers")
    with pytest.raises(SettingsError, match="nobody signs in"):
        run(plain, "0.0.0.0", 0, open_browser=False)
    add(plain, EMAIL, "operator", without_password=True)
    assert Forwarded(Users(tmp_path / "users.yml"), None).role_of(EMAIL) == "operator"


@pytest.mark.slow
def test_a_page_turns_strangers_away_and_ignores_headers_elsewhere(
    day: Settings, serving: Any, users: Users, tmp_path: Path
) -> None:
    app = {"LEAKAGE_SIGN_IN": "databricks_app", "LEAKAGE_USERS": str(tmp_path / "users.yml")}
    with serving(day, **app) as address:
        for room in ROOMS:
            assert httpx.get(f"{address}{room}").status_code == 401, room
            stranger = {"X-Forwarded-Email": "max@plan.example", "X-Forwarded-Access-Token": "token"}
            assert httpx.get(f"{address}{room}", headers=stranger).status_code == 401, room
            assert httpx.get(f"{address}{room}", headers={"X-Forwarded-Email": EMAIL}).status_code == 200, room
    signed = Users(tmp_path / "signed.yml")
    signed.put(EMAIL, "operator", "correct horse battery")
    with serving(day, LEAKAGE_USERS=str(tmp_path / "signed.yml")) as address:
        assert httpx.get(f"{address}config", headers={"X-Forwarded-Email": EMAIL}).status_code == 401


@pytest.mark.browser
@pytest.mark.slow
def test_a_reader_behind_the_proxy_has_their_own_role(
    browser: Browser, small: Settings, serving: Any, users: Users, tmp_path: Path
) -> None:
    app = {"LEAKAGE_SIGN_IN": "databricks_app", "LEAKAGE_USERS": str(tmp_path / "users.yml")}
    with serving(small, **app) as address:
        context = browser.new_context(extra_http_headers={"X-Forwarded-Email": EMAIL}, locale="en-US")
        page = context.new_page()
        page.goto(f"{address}center")
        expect(page.locator(".lk-moves").first).to_be_visible(timeout=20_000)
        expect(page.locator("#lk-view-playback")).to_have_count(0)
        users.put(EMAIL, "viewer", None)
        page.reload()
        expect(page.locator(".lk-entry").first).to_be_visible(timeout=20_000)
        expect(page.locator(".lk-moves")).to_have_count(0)
        users.remove(EMAIL)
        gone = page.reload()
        assert gone
        assert gone.status == 401
        context.close()
    assert {row["user"] for row in AuditLog(small).read(500)} == {EMAIL}

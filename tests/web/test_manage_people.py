"""Accounts, tokens and the journal at the data desk; its words, its keys, a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web import desk
from tests.web.desk import at_the_desk

NEXT = "otter-velvet-canyon-88"
SECTIONS = ["uploads", "layers", "layers/counties", "users", "tokens", "journal", "password"]


@pytest.fixture
def person(browser, office):
    with desk.the_administrator(browser, office) as signed_in:
        yield signed_in


def test_a_colleague_gets_an_account_and_sees_what_the_role_allows(person, browser, office):
    page = person.go("#/users").page
    person.fill(name="李四", role="staff", password=desk.PASSWORD)
    person.press("建立账户")
    expect(page.get_by_role("row", name="李四")).to_contain_text("可用")
    with at_the_desk(browser, office) as colleague:
        colleague.go().sign_in("李四")
        sections = colleague.page.locator(".section-link").all_inner_texts()
        assert sections == ["上传", "图层与版本", "访问令牌"]
        colleague.go("#/users")
        expect(colleague.page.locator("#content")).to_contain_text("无权查看")
        colleague.upload("parks.geojson", desk.geojson(desk.PARKS), "test-of-li")
        assert colleague.page.locator("[name=visibility] option:disabled").all_inner_texts() == [
            "公开（所有人可见）"
        ]
    page.get_by_role("row", name="李四").get_by_role("combobox").select_option("planner")
    page.locator("dialog button[value=yes]").click()
    expect(page.get_by_text("李四 现在是“规划人员”。")).to_be_visible()


def test_a_token_is_shown_once_works_and_is_revoked(person, office):
    page = person.go("#/tokens").page
    person.fill(label="QGIS")
    person.press("生成令牌")
    secret = page.locator(".token-secret").input_value()
    assert secret.startswith("jintu_")
    asked = {"Authorization": f"Bearer {secret}"}
    who = page.request.get(f"{office.url}/api/session", headers=asked).json()
    assert who["rights"] == ["read_internal", "read_public"]
    person.go("#/tokens")
    row = page.get_by_role("row", name="QGIS")
    expect(row).to_contain_text("有效")
    assert secret not in page.content()
    row.get_by_role("button", name="吊销").click()
    page.locator("dialog button[value=yes]").click()
    expect(row).to_contain_text("已吊销")
    assert page.request.get(f"{office.url}/api/session", headers=asked).status == 401


def test_an_expired_password_is_asked_to_be_changed_on_the_way_in(browser, office, until):
    desk.first_administrator(office)
    with at_the_desk(browser, office, complaints=True) as person:
        page, sent = person.page, []
        expired = {"error": {"code": "password_expired", "message": "密码已过期。", "where": None}}

        def ask(route):
            if route.request.method != "POST":
                route.continue_()
                return
            sent.append(route.request.post_data_json)
            route.fulfill(status=403, json=expired)

        page.route("**/api/session", ask)
        person.go()
        person.fill(name=desk.NAME, password=desk.PASSWORD)
        person.press("登录")
        expect(page.get_by_role("alert")).to_contain_text("密码已过期")
        person.fill(new_password=NEXT)
        person.press("登录")
        until(page, "!document.querySelector('.gate .spinner')")
        assert sent[1] == sent[0] | {"new_password": NEXT}


def test_a_provider_of_identities_is_offered_and_its_refusal_told(browser, office):
    desk.first_administrator(office)
    with at_the_desk(browser, office) as person:
        page = person.page

        def provided(route):
            route.fulfill(json=route.fetch().json() | {"provider": "市政务云"})

        page.route("**/api/session", provided)
        person.go("#/provider-failed")
        expect(page.get_by_role("alert")).to_contain_text("没有登录成功")
        offered = page.get_by_role("link", name="用“市政务云”登录")
        expect(offered).to_have_attribute("href", "/api/session/oidc")
        page.unroute("**/api/session")
        person.sign_in()
        expect(page.locator(".page-title")).to_have_text("上传数据")


def test_the_journal_tells_who_signed_in_and_can_be_checked(person):
    page = person.go("#/journal").page
    expect(page.get_by_role("row", name="登录").first).to_contain_text(desk.NAME)
    person.press("核对日志是否被改动")
    expect(page.get_by_role("status")).to_contain_text("操作日志完整")


def test_who_may_see_a_layer_is_decided_with_a_basis(person, office):
    page = person.go("#/layers/rivers").page
    page.get_by_text("更改可见范围").click()
    person.fill(visibility="internal")
    person.press("更改")
    expect(page.get_by_role("status")).to_contain_text("只有登录的工作人员")
    public = page.request.get(f"{office.url}/api/layers/rivers", headers={"Cookie": ""})
    assert public.status == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_fits_a_phone_and_lacks_no_word(browser, office, language):
    desk.first_administrator(office)
    with at_the_desk(browser, office, viewport=desk.PHONE) as person:
        page = person.go().sign_in().page
        for section in SECTIONS:
            person.go(f"?lang={language}#/{section}")
            page.wait_for_selector("#content .page-title")
            assert page.evaluate("document.documentElement.scrollWidth") <= desk.PHONE["width"]
            assert "⟨" not in page.locator("body").inner_text()


def test_a_file_is_chosen_with_the_keyboard_alone(person):
    page = person.go("#/uploads").page
    page.wait_for_selector(".drop")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "file"
    page.set_input_files("#file", desk.file("parks.geojson", desk.geojson(desk.PARKS)))
    assert page.evaluate("document.activeElement.name") == "layer"
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("test-keys")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible(timeout=60_000)

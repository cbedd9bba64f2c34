"""The data desk: from the first start to a version that readers see, and back."""

from __future__ import annotations

import re

import pytest
import shapely
from playwright.sync_api import expect

from tests.files import canonical
from tests.web import desk
from tests.web.desk import at_the_desk

TOO_SHORT, WRONG = "short", "wrong-but-long-enough"


@pytest.fixture
def person(browser, office):
    """The first administrator, signed in."""
    with desk.the_administrator(browser, office) as signed_in:
        yield signed_in


def test_the_first_start_makes_an_administrator_with_the_printed_code(browser, office):
    with at_the_desk(browser, office, complaints=True) as person:
        page = person.go("#/set-up/AAAAA-CCCCC").page
        expect(page.locator(".gate-title")).to_have_text("设置第一位管理员")
        expect(page.locator("[name=code]")).to_have_value("AAAAA-CCCCC")
        person.fill(code="AAAAA-BBBBB", name=desk.NAME, password=desk.PASSWORD)
        person.press("建立账户并登录")
        expect(page.get_by_role("alert")).to_contain_text("设置代码不正确")
        person.fill(code=office.set_up_code, password=TOO_SHORT)
        person.press("建立账户并登录")
        expect(page.get_by_role("alert")).to_contain_text("至少要有 12 个字符")
        person.fill(password=desk.PASSWORD)
        person.press("建立账户并登录")
        expect(page.locator("#account")).to_contain_text(desk.NAME)
        expect(page.locator(".page-title")).to_have_text("上传数据")


def test_signing_in_out_and_the_way_between_the_two_pages(browser, office):
    desk.first_administrator(office)
    with at_the_desk(browser, office, complaints=True) as person:
        page = person.page
        page.goto(f"{office.url}/")
        page.locator("#account a").click()
        person.fill(name=desk.NAME, password=WRONG)
        person.press("登录")
        expect(page.get_by_role("alert")).to_contain_text("名称或密码不正确")
        person.sign_in()
        page.locator("#brand").click()
        page.locator("#account summary").click()
        page.get_by_role("link", name="数据管理").click()
        expect(page.locator(".drop")).to_be_visible()
        page.locator("#account summary").click()
        person.press("退出登录")
        expect(page.locator(".gate-title")).to_have_text("登录数据管理")


def test_a_broken_table_tells_what_is_wrong_and_where(person):
    verdict = person.upload("stations.csv", desk.STATIONS, "test-stations")
    page = person.page
    expect(verdict).to_contain_text("3 行中有 2 行可以发布，1 行有错误")
    finding = page.locator(".finding-error")
    expect(finding).to_contain_text("第 3 行")
    expect(finding).to_contain_text("经度")
    facts = page.locator(".report .facts").first.inner_text()
    assert "GB18030" in facts
    assert "EPSG:4326" in facts
    encodings = page.get_by_role("region", name="文字编码")
    expect(encodings).to_contain_text("榆次站")
    expect(encodings.get_by_role("row", name=re.compile("^GB18030"))).to_contain_text("当前采用")
    # A name that is markup is text, in the samples and on the map's card.
    expect(page.locator(".preview .sample")).to_contain_text(desk.HOSTILE)
    assert page.locator("#content img").count() == 0
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("下载 1 行")).click()
    assert "A02,太谷站" in started.value.path().read_text(encoding="utf-8-sig")


def test_rejected_rows_are_never_left_out_without_a_word(person):
    person.upload("stations.csv", desk.STATIONS, "test-stations")
    page = person.page
    person.describe(key="编号")
    page.locator("button[value=publish]").click()
    fault = page.locator("#accept_valid-fault")
    expect(fault).to_contain_text("请确认只发布有效的行")
    page.locator("[name=accept_valid]").check()
    assert person.dry_run() == {"新增": 2, "删除": 0, "修改": 0, "不变": 0}
    person.press("放弃")
    page.locator("dialog button[value=yes]").click()
    expect(page.locator(".upload-sub .badge")).to_have_text("已放弃")
    person.press("恢复")
    person.press("开始检查")
    expect(page.locator(".verdict")).to_contain_text("2 行可以发布", timeout=60_000)


def test_an_unknown_reference_system_is_refused_until_somebody_names_it(person):
    verdict = person.upload("plane.csv", desk.PLANE, "test-plane")
    expect(verdict).to_contain_text("现在还不能发布")
    assert person.page.locator(".publish-form").count() == 0
    person.press("按 EPSG:4525 再检查")
    expect(verdict).to_contain_text("3 行都可以发布", timeout=60_000)
    expect(person.page.locator(".report .facts").first).to_contain_text("EPSG:4525")
    person.page.wait_for_selector(".preview .leaflet-points-pane canvas", state="attached")


def test_a_repair_is_shown_before_and_after_where_it_lies(person, tmp_path):
    frame = canonical.polygons()
    crossed = shapely.Polygon([(112.4, 39.3), (112.42, 39.32), (112.42, 39.3), (112.4, 39.32)])
    frame.loc[0, "geometry"] = crossed
    path = canonical.shapefile_zip(tmp_path, crs=4546, frame=frame)
    person.upload("plots.zip", path.read_bytes(), "test-plots")
    page = person.page
    finding = page.locator("[data-code=geometry_invalid]")
    expect(finding).to_contain_text("自相交")
    page.wait_for_selector(".preview .leaflet-areas-pane path", state="attached")
    drawn = page.locator(".preview .leaflet-areas-pane path").count()
    finding.get_by_role("button", name="在地图上看").click()
    expect(page.locator(".preview .leaflet-areas-pane path")).to_have_count(drawn + 2)
    expect(page.locator(".preview .map-legend")).to_contain_text("修复前")
    expect(page.locator(".preview .picked-values")).to_contain_text("自相交")


def test_from_a_file_to_readers_and_a_second_version_and_back(person, office, until):
    page, layer = person.page, "test-parks"
    person.upload("parks.geojson", desk.geojson(desk.PARKS), layer)
    assert "几何无效" in page.locator(".finding-warning").inner_text()
    # Nothing is shown to everybody before the basis of its map review is known.
    page.locator("button[value=publish]").click()
    for name in ("title_zh", "title_en", "source", "licence", "quality"):
        expect(page.locator(f"#{name}-fault")).to_have_text("请填写。")
    person.describe(visibility="public")
    page.locator("button[value=publish]").click()
    expect(page.locator("#source_date-fault")).to_contain_text("公开发布前必须填写")
    expect(page.locator("#review_number-fault")).to_contain_text("审图号")
    person.fill(source_date="2025-06", review_basis="测试用，不绘地图")
    assert person.dry_run() == {"新增": 4, "删除": 0, "修改": 0, "不变": 0}
    person.publish()

    page.goto(f"{office.url}/#layers={layer}")
    page.wait_for_selector("#page[data-ready]")
    expect(page.locator("#legend")).to_contain_text("测试公园")
    page.wait_for_selector(".leaflet-areas-pane path", state="attached")
    assert page.locator(".leaflet-areas-pane path").count() == 4

    person.upload("parks-2.geojson", desk.geojson(desk.PARKS_LATER), layer, known=True)
    expect(page.locator("[name=title_zh]")).to_have_value("测试公园")
    person.fill(review_basis="测试用，不绘地图")
    changed = {"新增": 1, "删除": 1, "修改": 2, "不变": 1}
    assert person.dry_run() == changed
    person.publish()

    page.get_by_role("link", name="与上一版比较").click()
    page.wait_for_selector(".changes .change")
    assert person.counts("#content > .counts") == changed
    assert desk.HOSTILE in page.locator(".change-removed").inner_text()
    assert "滨河公园 → 滨河体育公园" in page.locator(".change-changed").first.inner_text()
    moved = page.locator(".change-changed", has_text="几何改变")
    moved.get_by_role("button").click()
    expect(moved).to_have_attribute("data-picked", "")
    # Gone, new, two that changed, and where the moved one was.
    assert page.locator(".leaflet-areas-pane path").count() == 5
    assert page.locator(".leaflet-picked-pane path").count() == 2

    page.get_by_role("link", name=re.compile("各版本")).click()
    page.get_by_role("button", name="回退到此版").click()
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("从第 2 版换到第 1 版")
    dialog.locator("button[value=yes]").click()
    expect(page.get_by_role("status")).to_contain_text("现在是第 1 版")
    items = page.request.get(f"{office.url}/ogc/collections/{layer}/items").json()
    assert {feature["properties"]["code"] for feature in items["features"]} == {
        "P1",
        "P2",
        "P3",
        "P4",
    }


def test_what_somebody_else_published_meanwhile_is_shown_first(browser, office):
    desk.first_administrator(office)
    with at_the_desk(browser, office, complaints=True) as person:
        page, layer = person.go().sign_in().page, "test-lawns"
        addresses = []
        for features in (desk.PARKS, desk.PARKS_LATER):
            person.upload("lawns.geojson", desk.geojson(features), layer)
            addresses.append(page.url.rpartition("manage")[2])
        person.go(addresses[0])
        page.wait_for_selector(".publish-form")
        person.describe()
        person.publish()
        person.go(addresses[1])
        page.wait_for_selector(".publish-form")
        page.locator("button[value=dry]").click()
        conflict = page.get_by_role("alert")
        expect(conflict).to_contain_text("别人发布了新版本")
        conflict.get_by_role("button", name="以第 1 版为基础继续").click()
        page.wait_for_selector(".outcome .counts", timeout=60_000)
        assert person.counts(".outcome .counts")["修改"] == 2

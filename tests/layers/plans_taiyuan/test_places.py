"""Documents, named places and schedules of the two plans, and how many there are of each."""

from __future__ import annotations

from datetime import date

import pytest

URBAN = "taiyuan-urban-rural"
ECOLOGY = "taiyuan-ecology"


@pytest.mark.parametrize(
    ("plan", "clauses", "records", "aims", "places", "tasks"),
    [(URBAN, 35, 37, 37, 157, 29), (ECOLOGY, 72, 33, 83, 120, 34)],
)
def test_nothing_was_lost_from_a_document(taiyuan, plan, clauses, records, aims, places, tasks):
    targets = taiyuan.targets(plan=plan)
    assert len(taiyuan.clauses_of(plan)) == clauses
    assert sum(target.role == "record" for target in targets) == records
    assert sum(target.role == "aim" for target in targets) == aims
    assert len(taiyuan.places_of(plan)) == places
    assert len(taiyuan.tasks_of(plan)) == tasks


def test_the_documents_are_the_two_seed_files(taiyuan):
    assert taiyuan.document_of(URBAN).seed == "000_3e5ec46fd3e8f506.txt"
    ecology = taiyuan.document_of(ECOLOGY)
    assert (ecology.seed, ecology.issued) == ("001_638c0a0b3118cb23.txt", date(2023, 3, 13))


def test_a_date_known_by_its_year_only_is_noted(taiyuan):
    document = taiyuan.document_of(URBAN)
    assert document.issued.year == 2022
    assert "2022" in document.note_en


def test_the_plan_whose_indicator_table_is_missing_says_so(taiyuan):
    assert "not in the stored text" in taiyuan.plan(ECOLOGY).note_en


@pytest.mark.parametrize(
    ("place", "name", "type_"),
    [
        (f"{URBAN}.xishan-surface-plant", "西山地表水厂", "plant"),
        (f"{URBAN}.shigaochang-booster", "石膏厂街加压站", "pump-station"),
        (f"{URBAN}.daheishui-storm", "大黑水河雨水泵站", "pump-station"),
        (f"{URBAN}.xugou-repair-centre", "徐沟区域供水调度及维抢修服务中心", "utility-base"),
        (f"{URBAN}.gujiao-taiyuan-heat-main", "古交至太原供热长输管线", "pipeline"),
        (f"{URBAN}.changning-west-road", "昌宁西路", "road"),
        (f"{ECOLOGY}.huyu-he", "虎峪河", "river"),
        (f"{ECOLOGY}.fen-second-reservoir", "汾河二库", "lake"),
        (f"{ECOLOGY}.xishan-mine-park", "太原西山国家矿山公园", "park"),
        (f"{ECOLOGY}.sp-1847", "太原煤气化旧厂区SP-1847地块", "plot"),
    ],
)
def test_a_place_has_its_name_and_type(taiyuan, place, name, type_):
    found = taiyuan.places[place]
    assert (found.name_zh, found.type) == (name, type_)


def test_the_rivers_named_first_to_flow_again_are_six(taiyuan):
    task = taiyuan.tasks[f"{ECOLOGY}.task.flow-again"]
    names = [taiyuan.places[place].name_zh for place in task.places]
    assert names == ["虎峪河", "玉门河", "九院沙河", "南沙河", "北沙河", "北涧河"]


def test_a_clause_opens_the_places_it_names(taiyuan):
    plants = taiyuan.places_of_clause(f"{ECOLOGY}.2.3.3.1.1")
    sewage = {place.name_zh: place.quantity for place in plants if place.type == "plant"}
    assert sewage == {
        "晋阳污水处理厂": 16,
        "北郊污水处理厂": 8,
        "龙城污水处理厂": 20,
        "杨家堡污水处理厂": None,
    }


def test_every_clause_leads_somewhere(taiyuan):
    used = {target.clause for target in taiyuan.all_targets.values()}
    used |= {task.clause for task in taiyuan.tasks.values()}
    used |= {clause for place in taiyuan.places.values() for clause in place.clause}
    assert set(taiyuan.clauses) == used

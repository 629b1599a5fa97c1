"""Matters and the duty list as files: out and back, changed in Excel, and refused as a whole when a row is wrong."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jiezhi.core.levels import DEEPEST
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.reading import read_table
from jiezhi.intake.sheets.writing import OutSheet, write_xlsx
from jiezhi.kit.errors import StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.actions import bring_duties
from jiezhi.organisation.models import ComplaintCause, DutyEntry, Matter, StepLimit
from jiezhi.organisation.tables import duties, matters
from tests.factories import Office, make_department, make_office, staff_client

pytestmark = pytest.mark.django_db
LISTS = "/desk/lists/"


def file_of(titles, *rows: list[object]) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", write_xlsx([OutSheet("清单", titles, rows)]))


def lamp_row(office: Office, **cells: object) -> list[object]:
    row = {"code": office.lamp.code, "name": "路灯不亮", "parent": "", "flow": "诉求", "amount": 3, "unit": "工作日",
           "steps": "", "keywords": "路灯", "photo": "否", "cause": "", "used": "是"} | cells  # fmt: skip
    return list(row.values())


def bring(office: Office, kind: str, file: SimpleUploadedFile):
    return staff_client(office.dispatcher).post(f"{LISTS}{kind}/bring/", {"file": file})


def everything() -> list[object]:
    """What the lists hold, row by row."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Matter, StepLimit, DutyEntry)]


def test_matters_that_go_out_and_come_back_are_no_change():
    office = make_office()
    cause = ComplaintCause.objects.create(sub_district=office.street, code="lights", name="设施老化")
    Matter.objects.filter(pk=office.lamp.pk).update(
        cause=cause, parent=office.rubbish, needs_photo=True, keywords=["路灯", "灯不亮"]
    )
    StepLimit.objects.create(
        sub_district=office.street, matter=office.lamp, step="dispatched", amount=4, unit="working_hours"
    )
    Matter.objects.filter(pk=office.enquiry.pk).update(is_in_use=False)
    client, before = staff_client(office.dispatcher), everything()
    file = client.get(f"{LISTS}matters/table/")
    assert "签收（4个工作小时）" in str(read_table(file.content).sheets[0].rows)
    told = AuditEntry.objects.count()
    answer = client.post(
        f"{LISTS}matters/bring/", {"file": SimpleUploadedFile("x.xlsx", file.content)}, follow=True
    )
    assert "没有改动：文件内容与现有内容相同" in answer.content.decode()
    assert everything() == before
    assert AuditEntry.objects.count() == told


def test_matters_are_changed_added_and_taken_out_of_use_by_a_file():
    office = make_office()
    ComplaintCause.objects.create(sub_district=office.street, code="lights", name="设施老化")
    file = file_of(
        matters.TITLES,
        ["lamp-tilted", "灯杆倾斜", "lamp-all", "诉求：办理后回访", 2, "个工作日",
         "签收（4 工作小时）、现场核查(1个工作日)", "歪了、倾斜", "是", "设施老化", "是"],
        ["lamp-all", "照明", "", "诉求", 5, "自然日", "", "", "", "", ""],
        lamp_row(office, name="路灯熄灭", parent="lamp-all", used="否"),
    )  # fmt: skip
    assert bring(office, "matters", file).status_code == 302
    tilted, lamp = Matter.objects.get(code="lamp-tilted"), Matter.objects.get(pk=office.lamp.pk)
    assert (tilted.parent.code, tilted.limit_amount, tilted.limit_unit) == ("lamp-all", 2, "working_days")
    assert (tilted.keywords, tilted.needs_photo, tilted.cause.name) == (["歪了", "倾斜"], True, "设施老化")
    steps = {each.step: (each.amount, each.unit) for each in tilted.step_limits.all()}
    assert steps == {"dispatched": (4, "working_hours"), "awaiting_check": (1, "working_days")}
    assert (lamp.name, lamp.parent.code, lamp.is_in_use) == ("路灯熄灭", "lamp-all", False)
    assert Matter.objects.get(pk=office.rubbish.pk).is_in_use
    kept = AuditEntry.objects.filter(verb="organisation.matter_kept")
    assert {each.facts["code"] for each in kept} == {"lamp-tilted", "lamp-all", office.lamp.code}


def test_columns_that_a_file_leaves_out_stay_as_they_are():
    office = make_office()
    Matter.objects.filter(pk=office.lamp.pk).update(needs_photo=True, keywords=["路灯"])
    before = Matter.objects.values().get(pk=office.lamp.pk)
    file = file_of(("事项编码", "名称"), [office.lamp.code, "路灯坏了"])
    assert bring(office, "matters", file).status_code == 302
    assert Matter.objects.values().get(pk=office.lamp.pk) == before | {"name": "路灯坏了", "version": 2}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": "路灯"}, "事项编码"),
        ({"code": ""}, "事项编码"),
        ({"code": "unsorted"}, "事项编码"),
        ({"name": ""}, "名称"),
        ({"name": "灯" * 65}, "名称"),
        ({"parent": "nowhere"}, "上级编码"),
        ({"parent": "street-lamp-out"}, "上级编码"),
        ({"flow": "随便"}, "办理流程"),
        ({"amount": 0}, "时限"),
        ({"amount": 1000}, "时限"),
        ({"amount": ""}, "时限"),
        ({"unit": "月"}, "时限"),
        ({"steps": "签收"}, "步骤时限"),
        ({"steps": "归档（2 工作日）"}, "步骤时限"),
        ({"steps": "签收（2 工作日）、签收（3 工作日）"}, "步骤时限"),
        ({"photo": "也许"}, "需要照片"),
        ({"cause": "天气"}, "投诉原因"),
        ({"used": "停"}, "在用"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_changed(cells, column):
    office = make_office()
    Matter.objects.filter(pk=office.lamp.pk).update(code="street-lamp-out")
    office.lamp.refresh_from_db()
    before = everything()
    good = ["new-one", "新事项", "", "咨询", 1, "工作日", "", "", "否", "", "是"]
    answer = bring(office, "matters", file_of(matters.TITLES, good, lamp_row(office, **cells)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"<td>清单</td><td>3</td><td>{column}</td>" in page
    assert "未作任何改动" in page
    assert everything() == before


def test_a_tree_that_would_not_stand_is_refused_where_it_is_written():
    office = make_office()
    before = everything()
    rest = ["诉求", 1, "工作日", "", "", "否", "", "是"]
    chain = [[f"m{n}", f"层{n}", f"m{n - 1}" if n else "", *rest] for n in range(DEEPEST + 1)]
    page = bring(office, "matters", file_of(matters.TITLES, *chain)).content.decode()
    assert f"<td>{DEEPEST + 2}</td><td>上级编码</td>" in page
    # What stands below a matter that the file takes out of use is not named in it: the fault stands at that matter.
    Matter.objects.filter(pk=office.lamp.pk).update(parent=office.rubbish)
    row = [office.rubbish.code, office.rubbish.name, "", "诉求", 1, "工作日", "", "", "否", "", "否"]
    before = everything()
    page = bring(office, "matters", file_of(matters.TITLES, row)).content.decode()
    assert "<td>2</td><td>上级编码</td><td>该事项在用，而上级事项已停用" in page
    assert everything() == before


def test_a_row_below_a_wrong_row_is_not_called_wrong():
    office = make_office()
    rows = [
        ["above", "", "", "诉求", 1, "工作日", "", "", "否", "", "是"],
        ["below", "下级", "above", "诉求", 1, "工作日", "", "", "否", "", "是"],
    ]
    read = matters.read_matters(file_of(matters.TITLES, *rows).read(), office.dispatcher.actor)
    assert [(each.row, each.column) for each in read.refused] == [(2, "名称")]


def make_duty(office: Office, **values: object) -> DutyEntry:
    facts = {"code": "12", "name": "路灯维护", "kind": "taken_back", "basis_title": "履职事项清单",
             "in_force_from": date(2025, 1, 1)} | values  # fmt: skip
    return DutyEntry.objects.create(sub_district=office.street, **facts)


def test_a_duty_list_that_goes_out_and_comes_back_is_no_change():
    office = make_office()
    make_duty(
        office,
        matter=office.lamp,
        owner="区城管局",
        basis_number="京编〔2025〕1号",
        basis_on=date(2025, 3, 1),
    )
    make_duty(office, code="1.10", department=office.lighting, owner="旧称", in_force_until=date(2026, 1, 1))
    client, before = staff_client(office.dispatcher), everything()
    file = client.get(f"{LISTS}duties/table/")
    answer = client.post(
        f"{LISTS}duties/bring/", {"file": SimpleUploadedFile("x.xlsx", file.content)}, follow=True
    )
    assert "没有改动：文件内容与现有内容相同" in answer.content.decode()
    assert everything() == before


def test_the_duty_list_is_changed_added_and_ended_by_a_file():
    office = make_office()
    kept = make_duty(office, owner="区城管局")
    file = file_of(
        duties.TITLES,
        [12, "路灯维护", "上级收回", "区城管局", office.lamp.code, "履职事项清单", "", "",
         "2025年1月1日", "2026/6/1"],
        ["13", "垃圾分类宣传", "基本履职：由街道办理", office.committee.name, "", "履职事项清单", "号1",
         45000, date(2026, 1, 1), ""],
    )  # fmt: skip
    assert bring(office, "duties", file).status_code == 302
    kept.refresh_from_db()
    assert (kept.matter, kept.owner, kept.in_force_until) == (office.lamp, "区城管局", date(2026, 6, 1))
    new = DutyEntry.objects.get(code="13")
    assert (new.kind, new.department, new.owner) == ("basic", office.committee, "")
    assert (new.basis_on, new.in_force_from, new.in_force_until) == (
        date(2023, 3, 15),
        date(2026, 1, 1),
        None,
    )


@pytest.mark.parametrize(
    ("place", "cell", "column"),
    [
        (0, "", "编号"),
        (1, "", "履职事项"),
        (2, "其他", "类别"),
        (4, "nowhere", "事项编码"),
        (5, "", "依据文件"),
        (7, "去年", "文件日期"),
        (8, "", "生效日期"),
        (8, "6月1日", "生效日期"),
        (9, "2024-12-31", "失效日期"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_changed(place, cell, column):
    office = make_office()
    make_duty(office)
    before = everything()
    good = ["13", "垃圾分类", "基本履职", "", "", "清单", "", "", "2026-01-01", ""]
    bad = ["14", "路灯", "基本履职", "", "", "清单", "", "", "2025-01-01", ""]
    bad[place] = cell
    page = bring(office, "duties", file_of(duties.TITLES, good, bad)).content.decode()
    assert f"<td>清单</td><td>3</td><td>{column}</td>" in page
    assert everything() == before


def test_codes_that_stand_twice_are_refused():
    office = make_office()
    row = ["13", "垃圾分类", "基本履职", "", "", "清单", "", "", "2026-01-01", ""]
    page = bring(office, "duties", file_of(duties.TITLES, row, row)).content.decode()
    assert "<td>3</td><td>编号</td><td>上方已有编码相同的行" in page
    page = bring(office, "matters", file_of(matters.TITLES, lamp_row(office), lamp_row(office)))
    assert "<td>3</td><td>事项编码</td><td>上方已有编码相同的行" in page.content.decode()


def test_a_file_of_another_list_says_which_titles_are_needed():
    office = make_office()
    answer = bring(office, "duties", file_of(("甲", "乙"), ["1", "2"]))
    assert answer.status_code == 422
    assert "没有工作表含有“编号、履职事项”列" in answer.content.decode()
    with pytest.raises(FileRefusedError):
        matters.read_matters(b"", office.dispatcher.actor)


def test_who_only_reads_fetches_and_does_not_bring():
    office = make_office()
    make_department(office.street, "供电公司")
    leader = staff_client(office.leader)
    assert leader.get(f"{LISTS}matters/table/").status_code == 200
    assert leader.get(f"{LISTS}duties/bring/").status_code == 403
    assert "bring/" not in leader.get(f"{LISTS}matters/").content.decode()


@pytest.mark.parametrize("kind", ["matters", "duties"])
def test_an_old_file_does_not_undo_what_somebody_changed_meanwhile(kind):
    office = make_office()
    duty = make_duty(office)
    keeper = staff_client(office.dispatcher)
    old = keeper.get(f"{LISTS}{kind}/table/").content
    thing = office.lamp if kind == "matters" else duty
    typed = {"name": "路灯新名", "flow": "concern", "limit_amount": "9", "limit_unit": "working_days", "version": "1",
             "code": "12", "kind": "basic", "basis_title": "清单", "in_force_from": "2026-01-01"}  # fmt: skip
    assert keeper.post(f"{LISTS}{kind}/{thing.pk}/", typed).status_code == 302
    before = everything()
    answer = bring(office, kind, SimpleUploadedFile("x.xlsx", old))
    assert answer.status_code == 422
    assert "<td>版本</td><td>下载之后，他人已修改此条" in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("kind", ["matters", "duties"])
def test_who_saves_from_an_old_page_is_told_and_keeps_what_was_typed(kind):
    office = make_office()
    thing = office.lamp if kind == "matters" else make_duty(office)
    keeper = staff_client(office.dispatcher)
    page = f"{LISTS}{kind}/{thing.pk}/"
    typed = {"name": "甲改的名", "flow": "concern", "limit_amount": "9", "limit_unit": "working_days", "version": "1",
             "code": "12", "kind": "basic", "basis_title": "清单", "in_force_from": "2026-01-01"}  # fmt: skip
    assert keeper.post(page, typed).status_code == 302
    answer = keeper.post(page, typed | {"name": "乙改的名"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "他人已修改此条" in shown
    assert "乙改的名" in shown
    assert 'name="version" value="2"' in shown
    thing.refresh_from_db()
    assert thing.name == "甲改的名"
    assert keeper.post(page, typed | {"name": "乙改的名", "version": "2"}).status_code == 302


def test_two_matters_that_nobody_could_tell_apart_are_refused():
    office = make_office()
    row = ["lamp9", office.lamp.name, "", "诉求", 1, "工作日", "", "", "否", "", "是"]
    page = bring(office, "matters", file_of(matters.TITLES[:11], row)).content.decode()
    assert f"<td>2</td><td>名称</td><td>同一上级下有两个事项都叫“{office.lamp.name}”" in page
    below = [*row[:2], office.rubbish.code, *row[3:]]
    assert bring(office, "matters", file_of(matters.TITLES[:11], below)).status_code == 302
    typed = {"code": "lamp8", "name": office.lamp.name, "flow": "concern", "limit_amount": "9",
             "limit_unit": "working_days"}  # fmt: skip
    assert staff_client(office.dispatcher).post(f"{LISTS}matters/new/", typed).status_code == 422


def test_an_entry_that_somebody_added_meanwhile_is_not_written_over():
    office = make_office()
    row = ["12", "垃圾分类", "基本履职", "", "", "清单", "", "", "2026-01-01", ""]
    read = duties.read_duties(file_of(duties.TITLES[:10], row).read(), office.dispatcher.actor)
    kept = make_duty(office)
    with pytest.raises(StaleError):
        bring_duties(brought=read.brought, actor=office.dispatcher.actor, at=timezone.now())
    kept.refresh_from_db()
    assert (kept.name, kept.version) == ("路灯维护", 1)


def test_a_limit_of_a_step_that_the_table_does_not_show_stays():
    office = make_office()
    StepLimit.objects.create(
        sub_district=office.street, matter=office.lamp, step="requested", amount=2, unit="working_days"
    )
    file = staff_client(office.dispatcher).get(f"{LISTS}matters/table/").content
    assert matters.read_matters(file, office.dispatcher.actor).same == 3
    bring(
        office,
        "matters",
        file_of(matters.TITLES[:11], lamp_row(office, name="路灯坏了", steps="签收（1 工作日）")),
    )
    steps = set(StepLimit.objects.filter(matter=office.lamp).values_list("step", flat=True))
    assert steps == {"requested", "dispatched"}

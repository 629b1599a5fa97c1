"""The lists on screen: drafted, compared, approved by another, followed by dispatch; and as a file."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jiezhi.intake.sheets.writing import OutSheet, write_xlsx
from jiezhi.organisation.models import DraftLine, DutyEntry, ListVersion, Matter, ResponsibilityEntry
from jiezhi.organisation.queries import lead_for, lines_in_force
from jiezhi.organisation.tables.lines import TITLES, list_sheet, read_list, street_names
from tests.factories import make_community, make_department, make_office, staff_client
from tests.factories.organisation import make_entry, make_matter
from tests.factories.workorders import spot_of

pytestmark = pytest.mark.django_db
LISTS = "/desk/lists/"


def begun(client) -> ListVersion:
    assert client.post(f"{LISTS}begin/", {"title": "冬季修订"}).status_code == 302
    return ListVersion.objects.get()


def test_a_list_goes_from_draft_to_dispatch_on_screen():
    office, today = make_office(), timezone.localdate()
    power = make_department(office.street, "供电公司")
    keeper, leader = staff_client(office.dispatcher), staff_client(office.leader)
    version = begun(keeper)
    page = f"{LISTS}versions/{version.pk}/"
    line = DraftLine.objects.get(matter=office.lamp)
    typed = {"matter": office.lamp.pk, "lead": power.pk, "place": "", "level": "", "support1": office.committee.pk,
             "support1_amount": "2", "support1_unit": "working_days"}  # fmt: skip
    assert keeper.post(f"{page}lines/{line.pk}/", typed).status_code == 302
    shown = keeper.get(f"{page}difference/").content.decode()
    assert "供电公司" in shown
    assert office.lighting.name in shown
    assert "有1条不同" in shown
    assert keeper.post(f"{page}submit/", {"effective_on": today.isoformat()}).status_code == 302
    assert keeper.post(f"{page}approve/", {}).status_code == 403
    form = leader.get(page).content.decode()
    assert f'action="{page}approve/"' in form
    version.refresh_from_db()
    typed = {"effective_on": today.isoformat(), "revision": version.revision}
    assert leader.post(f"{page}approve/", typed).status_code == 302
    choice = lead_for(matter=office.lamp, spot=spot_of(office), on=today)
    assert choice.department == power
    assert [(each.department, each.limit_amount) for each in choice.supports] == [(office.committee, 2)]
    assert "供电公司" in keeper.get(LISTS).content.decode()


def test_a_version_for_a_later_day_says_so_and_its_approval_is_withdrawn_on_screen():
    office, today = make_office(), timezone.localdate()
    keeper, leader = staff_client(office.dispatcher), staff_client(office.leader)
    pages = []
    for lead, day in ((office.committee, today), (office.front_desk, today + timedelta(days=3))):
        keeper.post(f"{LISTS}begin/", {"title": f"由{lead.name}"})
        version = ListVersion.objects.get(state="draft")
        pages.append(f"{LISTS}versions/{version.pk}/")
        line = version.lines.get(matter=office.lamp)
        keeper.post(f"{pages[-1]}lines/{line.pk}/", {"matter": office.lamp.pk, "lead": lead.pk})
        keeper.post(f"{pages[-1]}submit/", {"effective_on": day.isoformat()})
        typed = {"effective_on": day.isoformat(), "revision": ListVersion.objects.get(pk=version.pk).revision}
        assert leader.post(f"{pages[-1]}approve/", typed).status_code == 302
    last = f"有效至{(today + timedelta(days=2)).isoformat()}"
    assert last in leader.get(pages[0]).content.decode()
    listed = leader.get(LISTS).content.decode()
    assert last in listed
    assert "已批准，尚未生效" in listed
    assert "withdraw-approval" not in leader.get(pages[0]).content.decode()
    assert "withdraw-approval" not in keeper.get(pages[1]).content.decode()
    assert f'action="{pages[1]}withdraw-approval/"' in leader.get(pages[1]).content.decode()
    assert keeper.post(f"{pages[1]}withdraw-approval/").status_code == 403
    assert leader.post(f"{pages[1]}withdraw-approval/").status_code == 302
    assert ListVersion.objects.get(state="submitted").lines.filter(lead=office.front_desk).exists()
    assert "有效至" not in leader.get(LISTS).content.decode()


def test_a_fault_of_the_draft_leads_to_the_line_that_mends_it():
    office = make_office()
    keeper = staff_client(office.dispatcher)
    make_entry(office.lamp, office.committee)
    ResponsibilityEntry.objects.filter(matter=office.enquiry).delete()
    version = begun(keeper)
    page = keeper.get(f"{LISTS}versions/{version.pk}/").content.decode()
    assert f"lines/new/?matter={office.enquiry.pk}" in page
    for line in DraftLine.objects.filter(matter=office.lamp):
        assert f"lines/{line.pk}/" in page
    form = keeper.get(f"{LISTS}versions/{version.pk}/lines/new/?matter={office.enquiry.pk}").content.decode()
    assert f'<option value="{office.enquiry.pk}" selected>' in form


def test_what_was_typed_stays_when_a_line_is_refused():
    office = make_office()
    keeper = staff_client(office.dispatcher)
    version = begun(keeper)
    typed = {
        "matter": office.lamp.pk,
        "lead": office.lighting.pk,
        "basis": "三定方案第5条",
        "limit_amount": "3",
    }
    answer = keeper.post(f"{LISTS}versions/{version.pk}/lines/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三定方案第5条" in page
    assert "请选择时限的单位" in page
    assert version.lines.count() == 3


def test_who_only_reads_sees_no_button_and_may_not_write():
    office = make_office()
    version = begun(staff_client(office.dispatcher))
    leader = staff_client(office.leader)
    page = leader.get(f"{LISTS}versions/{version.pk}/").content.decode()
    assert "lines/new" not in page
    assert leader.post(f"{LISTS}begin/", {"title": "x"}).status_code == 403


def test_matters_and_duties_are_kept_on_screen():
    office = make_office()
    keeper = staff_client(office.dispatcher)
    typed = {"code": "street-lamp", "name": "路灯倾斜", "flow": "concern", "limit_amount": "3",
             "keywords": "歪了、倾斜 倒了",
             "limit_unit": "working_days", "dispatched_amount": "4", "dispatched_unit": "working_hours"}  # fmt: skip
    assert keeper.post(f"{LISTS}matters/new/", typed).status_code == 302
    matter = Matter.objects.get(code="street-lamp")
    assert (matter.keywords, matter.step_limits.get().amount) == (["歪了", "倾斜", "倒了"], 4)
    assert "路灯倾斜" in keeper.get(f"{LISTS}matters/").content.decode()
    typed = {
        "code": "7",
        "name": "路灯维修",
        "kind": "taken_back",
        "basis_title": "清单",
        "in_force_from": "2026-01-01",
    }
    assert keeper.post(f"{LISTS}duties/new/", typed | {"matter": matter.pk}).status_code == 302
    duty = DutyEntry.objects.get()
    assert duty.name in keeper.get(f"{LISTS}duties/?kind=taken_back").content.decode()
    assert duty.name not in keeper.get(f"{LISTS}duties/?kind=basic").content.decode()
    assert keeper.post(f"{LISTS}duties/{duty.pk}/end/", {"until_on": "2026-06-01"}).status_code == 302
    assert "已终止" in keeper.get(f"{LISTS}duties/").content.decode()


def upload(rows: list[list[object]], titles=TITLES) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", write_xlsx([OutSheet("清单", titles, rows)]))


def test_a_list_that_goes_out_and_comes_back_is_no_change():
    office = make_office()
    make_entry(office.rubbish, office.committee, community=office.community)
    client = staff_client(office.dispatcher)
    answer = client.get(f"{LISTS}table/")
    read = read_list(BytesIO(answer.content).getvalue(), street_names(office.street.pk))
    assert read.refused == []
    assert len(read.drafts) == 4
    version = begun(client)
    file = SimpleUploadedFile("清单.xlsx", answer.content)
    assert (
        client.post(f"{LISTS}versions/{version.pk}/bring/", {"file": file, "drop_others": "on"}).status_code
        == 302
    )
    assert "没有改动" in client.get(f"{LISTS}versions/{version.pk}/difference/").content.decode()


@pytest.mark.parametrize("limit", ["2个工作日", "2 工作日", "2工作日"])
def test_a_row_comes_in_with_place_level_supports_and_limits(limit: str):
    office = make_office()
    row = ["", "路灯不亮", office.community.name, "", "紧急", office.lighting.name,
           f"{office.committee.name}（{limit}）、{office.front_desk.name}", "", 3, "工作日", "依据"]  # fmt: skip
    (draft,) = read_list(upload([row]).read(), street_names(office.street.pk)).drafts
    assert (draft.matter_id, draft.community_id, draft.level) == (
        office.lamp.pk,
        office.community.pk,
        "urgent",
    )
    assert draft.limit == (3, "working_days")
    assert [(each.department_id, each.limit) for each in draft.supports] == [
        (office.committee.pk, (2, "working_days")),
        (office.front_desk.pk, None),
    ]


def test_limits_are_said_with_their_measure_word():
    office = make_office()
    make_matter(office.street, limit=(3, "natural_days"))
    entry = make_entry(office.lamp, office.lighting)
    ResponsibilityEntry.objects.filter(pk=entry.pk).update(limit_amount=4, limit_unit="working_days")
    client = staff_client(office.dispatcher)
    lines = client.get(f"{LISTS}versions/{begun(client).pk}/").content.decode()
    assert re.search(r"<td>4个工作日\s*</td>", lines)
    matters = client.get(reverse("organisation:matters")).content.decode()
    assert ">5个工作日</td>" in matters
    assert ">3个自然日</td>" in matters


@pytest.mark.parametrize(
    ("column", "value"),
    [("事项", "飞碟"), ("主办", "无此部门"), ("社区", "无此社区"), ("小区", "无此小区"), ("等级", "很急"),
     ("协办", "无此部门"), ("时限", "许多")],
)  # fmt: skip
def test_a_wrong_row_is_named_by_row_column_and_reason_and_nothing_changes(column: str, value: str):
    office = make_office()
    client = staff_client(office.dispatcher)
    version = begun(client)
    good = dict.fromkeys(TITLES, "") | {"事项": "路灯不亮", "主办": office.lighting.name, "依据": "新依据"}
    bad = good | {"事项": "暴露垃圾", column: value}
    rows = [[each[title] for title in TITLES] for each in (good, bad)]
    address = f"{LISTS}versions/{version.pk}/bring/"
    answer = client.post(address, {"file": upload(rows)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"<td>3</td><td>{column}</td>" in page
    assert not version.lines.filter(basis="新依据").exists()
    assert client.post(address, {"file": upload(rows), "take_good": "on"}).status_code == 302
    assert version.lines.filter(basis="新依据").count() == 1
    assert version.lines.count() == 3


def test_a_code_and_a_name_or_an_estate_and_a_community_that_disagree_are_refused():
    office = make_office()
    other = make_community(office.street)
    names = dict.fromkeys(TITLES, "") | {"主办": office.lighting.name}
    rows = [
        names | {"事项编码": office.lamp.code, "事项": "暴露垃圾"},
        names | {"事项": "路灯不亮", "社区": other.name, "小区": office.estate.name},
        names | {"事项编码": office.lamp.code, "事项": "路灯不亮", "社区": office.community.name,
                 "小区": office.estate.name},
    ]  # fmt: skip
    file = upload([[each[title] for title in TITLES] for each in rows])
    read = read_list(file.read(), street_names(office.street.pk))
    assert [(each.row, each.column) for each in read.refused] == [(2, "事项"), (3, "社区")]
    assert [(each.matter_id, each.estate_id) for each in read.drafts] == [(office.lamp.pk, office.estate.pk)]


def test_a_wrong_row_and_dropping_do_not_go_together():
    office = make_office()
    client = staff_client(office.dispatcher)
    version = begun(client)
    rows = [["", "路灯不亮", "", "", "", office.lighting.name, "", "", "", ""], ["", "飞碟", *[""] * 8]]
    typed = {"file": upload(rows), "take_good": "on", "drop_others": "on"}
    assert client.post(f"{LISTS}versions/{version.pk}/bring/", typed).status_code == 422
    assert version.lines.count() == 3


def test_a_file_that_is_no_list_is_refused_with_a_sentence():
    office = make_office()
    client = staff_client(office.dispatcher)
    version = begun(client)
    typed = {"file": upload([["甲", "乙"]], titles=("姓名", "电话"))}
    answer = client.post(f"{LISTS}versions/{version.pk}/bring/", typed)
    assert answer.status_code == 422
    assert "没有工作表含有“事项、主办”列" in answer.content.decode()


def test_a_sheet_reads_chinese_whatever_the_reader_speaks():
    from django.utils import translation

    office = make_office()
    ResponsibilityEntry.objects.filter(matter=office.lamp).update(level="urgent")
    with translation.override("en"):
        sheet = list_sheet(lines_in_force(office.street.pk, timezone.localdate()))
    assert "紧急" in {cell for row in sheet.rows for cell in row}


def test_who_takes_lines_out_by_a_file_reads_how_many():
    office = make_office()
    client = staff_client(office.dispatcher)
    version = begun(client)
    row = [office.lamp.code, "", "", "", "", office.lighting.name, "", "", "", ""]
    typed = {"file": upload([row]), "drop_others": "on"}
    page = client.post(f"{LISTS}versions/{version.pk}/bring/", typed, follow=True).content.decode()
    assert "草稿中已写入1行。删去2行。" in page
    assert version.lines.count() == 1

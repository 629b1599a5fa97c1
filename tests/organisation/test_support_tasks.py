"""What a support does stands in words in the responsibility list, and is asked of it with every order."""

from datetime import date

import pytest

from jiezhi.intake.sheets.writing import OutSheet, write_xlsx
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions import (
    LineDraft,
    SupportDraft,
    add_line,
    approve_draft,
    begin_draft,
    bring_lines,
    submit_draft,
)
from jiezhi.organisation.models import ListVersion, ResponsibilitySupport
from jiezhi.organisation.queries import changes_of, lead_for, lines_of
from jiezhi.organisation.tables.lines import TITLES, list_sheet, read_list, street_names
from jiezhi.workorders.actions import open_order
from tests.factories import Office, make_department, make_office, staff_client
from tests.factories.workorders import MONDAY, make_draft, spot_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
TASK = "切断路灯电源，配合检修；雨天优先"


def support(office: Office, department, *, task: str = "") -> ResponsibilitySupport:
    """A department beside the lead of lamps."""
    return ResponsibilitySupport.objects.create(
        sub_district=office.street, entry=office.lamp.responsibilities.get(), department=department, task=task
    )


def begun(office: Office) -> ListVersion:
    return begin_draft(title="冬季修订", actor=office.dispatcher.actor, at=MONDAY)


def lamp_line(version: ListVersion, office: Office):
    return next(line for line in lines_of(version) if line.matter == office.lamp)


def test_a_support_is_asked_what_the_list_says_and_one_without_words_what_the_order_says():
    office = make_office()
    power, parks = (make_department(office.street) for _ in range(2))
    support(office, power, task=TASK)
    support(office, parks)
    choice = lead_for(matter=office.lamp, spot=spot_of(office), on=TODAY)
    order = open_order(
        draft=make_draft(office),
        lead=office.lighting,
        choice=choice,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    assert {row.department: row.task for row in order.supports.all()} == {power: TASK, parks: order.brief}


def test_the_words_are_drafted_on_screen_compared_approved_and_copied_into_the_next_draft():
    office = make_office()
    power = make_department(office.street, "供电公司")
    support(office, power)
    keeper, version = staff_client(office.dispatcher), begun(office)
    page = f"/desk/lists/versions/{version.pk}/"
    form = keeper.get(f"{page}lines/{lamp_line(version, office).pk}/").content.decode()
    assert 'name="support1_task"' in form
    typed = {"matter": office.lamp.pk, "lead": office.lighting.pk, "place": "", "level": "",
             "support1": power.pk, "support1_task": TASK}  # fmt: skip
    assert keeper.post(f"{page}lines/{lamp_line(version, office).pk}/", typed).status_code == 302
    (changed,) = changes_of(version, lines_of(version), today=TODAY)
    assert [each.new.supports.get().task for each in changed.changes] == [TASK]
    assert TASK in keeper.get(f"{page}difference/").content.decode()
    at = {"version_id": version.pk, "effective_on": TODAY, "at": MONDAY}
    submit_draft(actor=office.dispatcher.actor, **at)
    approve_draft(actor=office.leader.actor, **at)
    choice = lead_for(matter=office.lamp, spot=spot_of(office), on=TODAY)
    assert [row.task for row in choice.supports] == [TASK]
    assert TASK in keeper.get("/desk/lists/").content.decode()
    following = begun(office)
    assert changes_of(following, lines_of(following), today=TODAY) == []


@pytest.mark.parametrize("task", ["联系13812345678断电", "断" * 201])
def test_words_that_no_department_may_be_sent_are_refused_in_the_draft(task: str):
    office = make_office()
    version = begun(office)
    draft = LineDraft(
        office.lamp.pk,
        office.lighting.pk,
        community_id=office.community.pk,
        supports=(SupportDraft(office.front_desk.pk, task=task),),
    )
    with pytest.raises(InvalidError, match="协办内容"):
        add_line(version_id=version.pk, draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    assert version.lines.count() == 3


def test_the_words_go_out_as_a_table_and_come_back_the_same():
    office = make_office()
    power, police = make_department(office.street, "供电公司"), make_department(office.street, "派出所")
    support(office, power, task=TASK)
    support(office, police, task="维持秩序：供电公司到场前封路")
    version = begun(office)
    sheet = list_sheet(lines_of(version))
    read = read_list(write_xlsx([sheet]), street_names(office.street.pk))
    assert read.refused == []
    bring(office, version, read.drafts)
    assert changes_of(version, lines_of(version), today=TODAY) == []


def bring(office: Office, version: ListVersion, drafts: list[LineDraft]) -> None:
    bring_lines(
        version_id=version.pk, drafts=drafts, drop_others=False, actor=office.dispatcher.actor, at=MONDAY
    )


def test_a_file_without_the_column_leaves_the_words_and_an_empty_cell_takes_them_out():
    office = make_office()
    power = make_department(office.street, "供电公司")
    support(office, power, task=TASK)
    version = begun(office)
    row = dict.fromkeys(TITLES, "") | {"事项": "路灯不亮", "主办": office.lighting.name, "协办": "供电公司"}
    for titles, left in (([t for t in TITLES if t != "协办内容"], TASK), (TITLES, "")):
        file = write_xlsx([OutSheet("清单", titles, [[row[title] for title in titles]])])
        bring(office, version, read_list(file, street_names(office.street.pk)).drafts)
        assert lamp_line(version, office).supports.get().task == left


@pytest.mark.parametrize(
    ("helping", "cell", "said"),
    [
        ("供电公司", "断电；挂牌", {"供电公司": "断电；挂牌"}),
        ("供电公司、派出所", "供电公司: 断电；派出所：维持秩序", {"供电公司": "断电", "派出所": "维持秩序"}),
        ("供电公司、派出所", "派出所：维持秩序", {"供电公司": "", "派出所": "维持秩序"}),
        ("供电公司、派出所", "断电", None),
        ("供电公司、派出所", "城管队：清场", None),
        ("供电公司、派出所", "派出所：维持秩序\n派出所：封路", None),
        ("", "断电", None),
    ],
)
def test_a_cell_names_what_each_support_does(helping: str, cell: str, said: dict[str, str] | None):
    office = make_office()
    names = {make_department(office.street, name).pk: name for name in ("供电公司", "派出所")}
    row = dict.fromkeys(TITLES, "") | {"事项": "路灯不亮", "主办": office.lighting.name}
    row |= {"协办": helping, "协办内容": cell}
    file = write_xlsx([OutSheet("清单", TITLES, [[row[title] for title in TITLES]])])
    read = read_list(file, street_names(office.street.pk))
    if said is None:
        assert [each.column for each in read.refused] == ["协办内容"]
    else:
        (draft,) = read.drafts
        assert {names[each.department_id]: each.task for each in draft.supports} == said

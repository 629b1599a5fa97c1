"""What the desk's forms cost is counted where they are accepted, and shown without persons."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jiezhi.burden.models import BurdenDay
from jiezhi.insight.measures import MINUTES, RETYPED, TYPED
from jiezhi.kit.measure import Question, Split, all_measures
from jiezhi.workorders.models import WorkOrder
from tests.faces.desk.steps import PHONE, dispatcher, resolved_concern, suggested_concern
from tests.factories import Office, dispatched_order, make_office, settle, staff_client
from tests.factories.above import superior_order
from tests.factories.intake import checked_run
from tests.intake import tables

pytestmark = pytest.mark.django_db


def sums(process: str) -> tuple[str, int, int, int, int]:
    row = BurdenDay.objects.get(process=process)
    return row.channel, row.posts, row.made, row.fields_typed, row.fields_retyped


def fields_of(page: str) -> str:
    return page.partition('name="stamp" value="')[2].partition('"')[0]


def entry(office: Office, **changed: object) -> dict[str, object]:
    sent = {"channel": "phone", "words": "三楼楼道灯坏了", "estate": office.estate.pk, "key": uuid4()}
    return {**sent, "place_note": "", "phone": "", **changed}


def test_entering_counts_what_was_filled_and_what_stands_twice() -> None:
    office = make_office()
    client = dispatcher(office)
    stamp = fields_of(client.get("/desk/requests/new/").content.decode())
    typed = entry(
        office, words=f"3幢2单元灯坏了，电话{PHONE}", place_note="3幢2单元", phone=PHONE, stamp=stamp
    )
    client.post("/desk/requests/new/", typed)
    assert sums("concerns.enter") == ("phone", 1, 1, 4, 2)
    assert BurdenDay.objects.get().seconds_count == 1


def test_a_refused_form_is_not_counted_and_its_time_runs_on() -> None:
    office = make_office()
    client = dispatcher(office)
    stamp = fields_of(client.get("/desk/requests/new/").content.decode())
    page = client.post("/desk/requests/new/", entry(office, words=" ", stamp=stamp))
    assert not BurdenDay.objects.exists()
    assert fields_of(page.content.decode()) == stamp


def test_confirming_what_was_proposed_costs_no_field() -> None:
    office = make_office()
    concern = suggested_concern(office)
    client = dispatcher(office)
    page = client.get(f"/desk/requests/{concern.pk}/")
    form = page.context["decision"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(f"/desk/requests/{concern.pk}/confirm/", {**sent, "stamp": fields_of(str(form.stamp))})
    assert WorkOrder.objects.count() == 1
    assert sums("concerns.confirm") == ("", 1, 1, 0, 0)


def test_a_brief_that_is_rewritten_is_a_field_even_when_the_matter_was_changed_after_it() -> None:
    office = make_office()
    concern = suggested_concern(office)
    client = dispatcher(office)
    form = client.get(f"/desk/requests/{concern.pk}/").context["decision"].form
    sent = {name: form[name].value() or "" for name in form.fields} | {"stamp": fields_of(str(form.stamp))}
    typed = sent | {"brief": "请在三日内修复路灯", "matter": office.rubbish.pk}
    again = client.post(f"/desk/requests/{concern.pk}/decision/", typed).context["decision"].form
    sent = {name: again[name].value() or "" for name in again.fields} | {"stamp": fields_of(str(again.stamp))}
    client.post(f"/desk/requests/{concern.pk}/confirm/", sent | {"department": office.lighting.pk})
    channel, posts, made, typed_fields, _again = sums("concerns.confirm")
    assert (channel, posts, made) == ("", 1, 1)
    assert typed_fields >= 2


def test_reporting_done_with_the_words_of_the_brief_is_typed_again() -> None:
    office = make_office()
    order = dispatched_order(office)
    client = staff_client(office.officer)
    client.post(f"/desk/orders/{order.pk}/accept/", {"version": order.version})
    order.refresh_from_db()
    client.post(f"/desk/orders/{order.pk}/resolve/", {"version": order.version, "reply": order.brief})
    assert sums("workorders.accept") == ("", 1, 1, 0, 0)
    assert sums("workorders.resolve") == ("", 1, 1, 1, 1)


def test_a_callback_is_counted() -> None:
    office = make_office()
    concern = resolved_concern(office)
    settle()
    told = {"was_solved": "yes", "was_satisfied": "yes", "words": ""}
    dispatcher(office).post(f"/desk/callbacks/{concern.pk}/answer/", told)
    assert sums("concerns.call_back")[1:] == (1, 1, 2, 0)


def test_orders_that_come_in_a_file_cost_next_to_no_field() -> None:
    office = make_office()
    run = checked_run(office, at=timezone.now())
    dispatcher(office).post(f"/desk/files/{run.pk}/start/")
    settle()
    run.refresh_from_db()
    assert run.imported > 0
    assert sums("intake.bring_in") == ("", 0, run.imported, 0, 0)


def test_handing_a_file_in_counts_its_one_field() -> None:
    office = make_office()
    client = dispatcher(office)
    form = client.get("/desk/files/").context["form"]
    first = form.fields["holds"].choices[0][0]
    sent = {"holds": first, "stamp": fields_of(str(form.stamp))}
    client.post("/desk/files/", {**sent, "file": SimpleUploadedFile("a.xlsx", tables.messages())})
    assert sums("intake.bring_in") == ("", 1, 0, 1, 0)


def row(office: Office, on: date, process: str = "concerns.enter", **amounts: object) -> BurdenDay:
    held = {"channel": "", "posts": 2, "made": 2, "fields_typed": 4, "fields_retyped": 1, "seconds_sum": 240}
    street = office.dispatcher.actor.tenant_id
    return BurdenDay.objects.create(
        sub_district_id=street, on=on, process=process, seconds_count=2, **{**held, **amounts}
    )


def test_the_page_shows_the_worst_first_with_the_month_before() -> None:
    office, today = make_office(), timezone.localdate()
    before = today.replace(day=1) - timedelta(days=1)
    row(office, today)
    row(office, before, fields_retyped=2)
    row(office, today, "concerns.paste", channel="superior", fields_retyped=6)
    row(office, today, "intake.bring_in", made=500, fields_typed=1, fields_retyped=0, posts=1)
    page = staff_client(office.leader).get("/desk/burden/")
    lines = page.context["page"].lines
    assert [line.label for line in lines] == ["粘贴上级工单", "登记诉求", "从文件导入"]
    assert (lines[0].channel, lines[0].retyped, lines[0].retyped_before) == ("上级工单", "3.00", "—")
    assert (lines[1].retyped, lines[1].retyped_before, lines[1].minutes) == ("0.50", "1.00", "2.00")
    assert lines[2].typed == "0.00"
    text = page.content.decode()
    assert "不统计任何人" in text
    assert office.dispatcher.user.username not in text.partition("<main")[2]


def test_another_month_can_be_chosen_and_nonsense_gives_this_one() -> None:
    office, today = make_office(), timezone.localdate()
    before = today.replace(day=1) - timedelta(days=1)
    row(office, before)
    client = dispatcher(office)
    assert len(client.get(f"/desk/burden/?month={before:%Y-%m}").context["page"].lines) == 1
    page = client.get("/desk/burden/?month=x").content.decode()
    assert "这个月没有提交过表单" in page


def test_the_page_speaks_english_too() -> None:
    office = make_office()
    row(office, timezone.localdate())
    client = dispatcher(office)
    client.post("/language/setlang/", {"language": "en", "next": "/desk/"})
    text = client.get("/desk/burden/").content.decode()
    assert "never persons" in text
    assert "Enter a request" in text


def test_other_streets_and_other_posts_see_nothing() -> None:
    office = make_office()
    BurdenDay.objects.create(
        sub_district_id=uuid4(), on=timezone.localdate(), process="concerns.enter", posts=1
    )
    assert dispatcher(office).get("/desk/burden/").context["page"].lines == ()
    assert staff_client(office.officer).get("/desk/burden/").status_code == 403
    assert Client().get("/desk/burden/").status_code == 302


def test_the_measures_divide_by_the_orders_that_were_opened() -> None:
    office, today = make_office(), timezone.localdate()
    question = Question(office.leader.actor, today.replace(day=1), today, timezone.now())
    assert RETYPED.compute(question)[None].value is None
    row(office, today, fields_retyped=3)
    dispatched_order(office, at=timezone.now())
    dispatched_order(office, at=timezone.now())
    assert [m.compute(question)[None].value for m in (RETYPED, TYPED, MINUTES)] == [1.5, 2.0, 2.0]
    months = RETYPED.compute(
        Question(office.leader.actor, today.replace(day=1), today, timezone.now(), Split.MONTH)
    )
    assert months[today.replace(day=1)].value == 1.5
    assert all_measures("burden") == (RETYPED, TYPED, MINUTES)
    assert RETYPED not in all_measures()


def test_a_number_in_the_pasted_words_need_not_be_typed_again() -> None:
    office = make_office()
    source = superior_order(office).source
    pasted = {"source": source.pk, "text": f"工单编号：GD77 诉求内容：路灯不亮，请打{PHONE}联系"}
    client = dispatcher(office)
    form = client.post("/desk/above/new/", pasted).context["form"]
    assert form["phone"].value() == PHONE
    assert sums("concerns.paste")[:3] == ("superior", 1, 0)

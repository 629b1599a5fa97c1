import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.models import Concern
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import ResponsibilityEntry, ResponsibilitySupport, StepLimit
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.faces.desk.steps import PHONE, decision, dispatcher, suggested_concern
from tests.factories import (
    make_department,
    make_entry,
    make_matter,
    make_office,
    settle,
    staff_client,
    submitted_concern,
)

pytestmark = pytest.mark.django_db

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def statements(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]


def test_the_page_proposes_matter_and_department_with_their_reasons():
    office = make_office()
    concern = suggested_concern(office)
    page = dispatcher(office).get(f"/desk/requests/{concern.pk}/")
    form = page.context["decision"].form
    assert form["matter"].value() == str(office.lamp.pk)
    assert form["department"].value() == str(office.lighting.pk)
    text = page.content.decode()
    assert page.context["decision"].lead.words in text
    assert "“路灯不亮”" in text or "“路灯”" in text
    assert f'value="{office.lighting.pk}" selected' in text


def test_a_request_is_opened_with_its_proposal_before_the_worker_came_to_it():
    office = make_office()
    concern = submitted_concern(office, "3号楼前的路灯不亮").concern
    assert concern.suggestions == []
    page = dispatcher(office).get(f"/desk/requests/{concern.pk}/")
    assert page.context["decision"].form["matter"].value() == str(office.lamp.pk)
    assert "没有可推荐的事项" not in page.content.decode()
    concern.refresh_from_db()
    assert concern.suggestions == []


@pytest.mark.parametrize("is_settled", [False, True])
def test_that_no_matter_fits_is_said_of_words_that_point_to_none(*, is_settled: bool):
    office = make_office()
    concern = submitted_concern(office, "你好").concern
    if is_settled:
        settle()
    page = dispatcher(office).get(f"/desk/requests/{concern.pk}/")
    assert page.context["decision"].hints == ()
    assert "没有可推荐的事项" in page.content.decode()


def test_three_matters_have_a_key_and_keywords_stand_beside_what_the_model_reads():
    office = make_office()
    concern = suggested_concern(office)
    matters = [make_matter(office.street) for _ in range(5)]
    kept = [
        {"matter_id": str(matter.pk), "score": 1.0, "words": ["灯"], "learnt": place < 3}
        for place, matter in enumerate(matters)
    ]
    Concern.objects.filter(pk=concern.pk).update(suggestions=kept)
    page = dispatcher(office).get(f"/desk/requests/{concern.pk}/")
    shown = page.context["decision"]
    assert [(hint.matter, hint.key) for hint in shown.proposed] == list(zip(matters, "123", strict=False))
    assert [hint.matter for hint in shown.beside] == matters[3:]
    proposed, beside = page.content.decode().split("关键词还指向")
    assert [f'data-key="{key}"' in proposed for key in "123"] == [True] * 3
    assert not any(f'data-key="{key}"' in proposed + beside for key in "45")
    assert all(f"<strong>{matter.name}</strong>" in beside for matter in matters[3:])


def test_confirming_receives_opens_and_dispatches_and_goes_on_to_the_next():
    office = make_office()
    first, second = suggested_concern(office), suggested_concern(office, "楼下垃圾堆放没人清")
    client = dispatcher(office)
    response = client.post(f"/desk/requests/{first.pk}/confirm/", decision(office, first), follow=True)
    assert response.redirect_chain[-1] == (f"/desk/requests/{second.pk}/", 302)
    order = WorkOrder.objects.get()
    assert (order.state, order.lead) == (OrderState.DISPATCHED, office.lighting)
    first.refresh_from_db()
    assert (first.state, first.order) == (ConcernState.RECEIVED, order)
    assert order.number in response.content.decode()
    assert office.lighting.name in response.content.decode()


def test_who_only_reads_requests_is_led_to_their_own_work():
    office = make_office()
    concern = suggested_concern(office)
    client = staff_client(office.community_worker)
    page = client.get(f"/desk/requests/{concern.pk}/").content.decode()
    assert "待阅诉求" in page
    assert "按编号或内容查找诉求" in client.get("/desk/today/").content.decode()
    after = client.get(f"/desk/requests/{concern.pk}/next/")
    assert (after.status_code, client.get(after.headers["Location"]).status_code) == (302, 200)


def test_after_the_last_request_the_dispatcher_is_back_at_today():
    office = make_office()
    concern = suggested_concern(office)
    response = dispatcher(office).post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern), follow=True
    )
    assert response.redirect_chain[-1] == ("/desk/today/", 302)


@pytest.mark.parametrize("kind", [kind for kind in DepartmentKind if kind != DepartmentKind.COMMUNITY])
def test_confirming_costs_at_most_fifteen_statements(kind: DepartmentKind):
    office = make_office()
    concern = suggested_concern(office)
    suggested_concern(office, "楼下垃圾堆放没人清")
    lead = make_department(office.street, kind=kind)
    ResponsibilityEntry.objects.filter(matter=office.lamp).update(lead=lead)
    StepLimit.objects.create(
        sub_district=office.street, matter=office.lamp, step="dispatched", amount=4, unit="working_hours"
    )
    client = dispatcher(office)
    client.get("/desk/today/")
    with CaptureQueriesContext(connection) as queries:
        client.post(
            f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, department=str(lead.pk))
        )
    found = statements(queries)
    assert WorkOrder.objects.get().lead == lead
    assert len(found) <= 15, "\n".join(sql[:110] for sql in found)


def test_supports_on_the_line_make_it_an_order_of_several_departments():
    office = make_office()
    (line,) = ResponsibilityEntry.objects.filter(matter=office.lamp)
    ResponsibilitySupport.objects.create(sub_district=office.street, entry=line, department=office.front_desk)
    for words, matter, is_several in (("路灯不亮", office.lamp, True), ("垃圾堆放", office.rubbish, False)):
        concern = suggested_concern(office, words)
        dispatcher(office).post(
            f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, matter=str(matter.pk))
        )
        assert WorkOrder.objects.get(matter=matter).is_cross_department is is_several


def test_a_brief_with_a_telephone_number_is_refused_and_kept():
    office = make_office()
    concern = suggested_concern(office)
    brief = f"联系报修人{PHONE}后修灯"
    response = dispatcher(office).post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, brief=brief, urgency="urgent")
    )
    assert response.status_code == 422
    assert not WorkOrder.objects.exists()
    assert response.context["decision"].form["brief"].value() == brief
    assert "138****5678" in response.context["page"].problem.message
    assert response.context["decision"].form["urgency"].value() == "urgent"


def test_a_number_in_the_words_is_not_in_the_brief():
    office = make_office()
    concern = suggested_concern(office, f"路灯不亮，电话{PHONE}")
    page = dispatcher(office).get(f"/desk/requests/{concern.pk}/")
    assert page.context["decision"].form["brief"].value() == "路灯不亮"


def test_confirming_what_is_proposed_hands_on_neither_name_nor_door_nor_tail():
    office = make_office()
    words = "3幢2单元401室张三，身份证330***34，手机138****8000，门口路灯不亮，家里座机88881234"
    concern = suggested_concern(office, words)
    client = dispatcher(office)
    page = client.get(f"/desk/requests/{concern.pk}/")
    assert "****1234" in page.content.decode()
    assert "88881234" not in page.content.decode()
    brief = page.context["decision"].form["brief"].value()
    client.post(f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, brief=brief))
    order = WorkOrder.objects.get()
    assert order.brief == "3幢，门口路灯不亮"
    for asked, count in (("8000", 0), ("张三", 0), ("401", 0), ("路灯", 1)):
        assert len(client.get("/desk/orders/", {"words": asked}).context["page"].rows) == count, asked
    concern.refresh_from_db()
    assert concern.words == words


def test_a_request_that_changed_is_shown_anew_with_what_was_typed():
    office = make_office()
    concern = suggested_concern(office)
    Concern.objects.filter(pk=concern.pk).update(version=concern.version + 1, words="路灯不亮，而且灯杆歪了")
    client = dispatcher(office)
    response = client.post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, brief="先看灯杆")
    )
    assert response.status_code == 409
    assert "灯杆歪了" in response.content.decode()
    form = response.context["decision"].form
    assert form["brief"].value() == "先看灯杆"
    assert int(form["version"].value()) == concern.version + 1
    again = client.post(
        f"/desk/requests/{concern.pk}/confirm/",
        decision(office, concern, brief="先看灯杆", version=form["version"].value()),
    )
    assert again.status_code == 302


def test_the_slower_of_two_dispatchers_sees_the_order_and_keeps_the_brief():
    office = make_office()
    concern = suggested_concern(office)
    dispatcher(office).post(f"/desk/requests/{concern.pk}/confirm/", decision(office, concern))
    late = dispatcher(office).post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, brief="我写的另一句话")
    )
    assert late.status_code == 409
    assert WorkOrder.objects.count() == 1
    assert WorkOrder.objects.get().number in late.content.decode()
    assert "我写的另一句话" in late.content.decode()


def test_another_department_than_the_lists_can_be_chosen():
    office = make_office()
    concern = suggested_concern(office)
    dispatcher(office).post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, department=office.front_desk.pk)
    )
    assert WorkOrder.objects.get().lead == office.front_desk


def test_a_change_of_matter_asks_the_list_again_and_keeps_the_brief():
    office = make_office()
    concern = suggested_concern(office)
    sent = decision(office, concern, matter=office.enquiry.pk, brief="已写的话")
    part = dispatcher(office).post(
        f"/desk/requests/{concern.pk}/decision/", sent, headers={"HX-Request": "true"}
    )
    assert part.templates[0].name == "desk/_decision.html"
    form = part.context["decision"].form
    assert form["department"].value() == str(office.front_desk.pk)
    assert form["brief"].value() == "已写的话"
    assert part.context["decision"].reply_form is not None
    whole = dispatcher(office).post(f"/desk/requests/{concern.pk}/decision/", sent)
    assert "desk/request.html" in [template.name for template in whole.templates]
    assert Concern.objects.get().version == concern.version


def test_a_tie_of_the_list_leaves_the_department_open():
    office = make_office()
    other = make_department(office.street)
    torn = make_matter(office.street, "井盖损坏", keywords=("井盖",))
    make_entry(torn, office.lighting)
    make_entry(torn, other)
    concern = suggested_concern(office, "井盖坏了")
    client = dispatcher(office)
    proposed = client.get(f"/desk/requests/{concern.pk}/").context["decision"]
    assert proposed.matter == torn
    assert proposed.form["department"].value() is None
    refused = client.post(
        f"/desk/requests/{concern.pk}/confirm/", decision(office, concern, matter=torn.pk, department="")
    )
    assert refused.status_code == 422
    assert "department" in refused.context["decision"].form.errors


def test_the_reporter_is_asked_and_the_request_leaves_the_list():
    office = make_office()
    concern = suggested_concern(office)
    client = dispatcher(office)
    sent = {"question": "是几号楼？", "version": concern.version}
    asked = client.post(f"/desk/requests/{concern.pk}/ask/", sent, follow=True)
    assert asked.redirect_chain[-1] == ("/desk/today/", 302)
    concern.refresh_from_db()
    assert concern.state == ConcernState.ASKED
    assert "是几号楼？" in client.get(f"/desk/requests/{concern.pk}/").content.decode()
    empty = client.post(f"/desk/requests/{concern.pk}/ask/", {"question": " ", "version": concern.version})
    assert empty.status_code == 422


def test_an_enquiry_is_answered_on_the_spot():
    office = make_office()
    concern = suggested_concern(office, "居住证怎么办理")
    client = dispatcher(office)
    assert client.get(f"/desk/requests/{concern.pk}/").context["decision"].reply_form is not None
    sent = {"matter": office.enquiry.pk, "reply": "带身份证到一楼大厅", "version": concern.version}
    client.post(f"/desk/requests/{concern.pk}/answer/", sent)
    order = WorkOrder.objects.get()
    assert (order.state, order.reply) == (OrderState.CLOSED, "带身份证到一楼大厅")


def test_a_matter_that_needs_more_than_an_answer_is_refused_with_the_answer_kept():
    office = make_office()
    concern = suggested_concern(office)
    sent = {"matter": office.lamp.pk, "reply": "灯会修的", "version": concern.version}
    response = dispatcher(office).post(f"/desk/requests/{concern.pk}/answer/", sent)
    assert response.status_code == 409
    assert "灯会修的" in response.content.decode()
    assert not WorkOrder.objects.exists()


@pytest.mark.parametrize("verb", ["decision", "confirm", "ask", "answer"])
def test_only_those_who_receive_may_decide(verb):
    office = make_office()
    concern = suggested_concern(office)
    url = f"/desk/requests/{concern.pk}/{verb}/"
    sent = decision(office, concern, question="?", reply="!")
    refused = staff_client(office.community_worker).post(url, sent)
    assert refused.status_code == 403
    assert office.community_worker.actor.label in refused.content.decode()
    assert Client().post(url, sent)["Location"].startswith("/sign-in/")
    assert Concern.objects.get().state == ConcernState.SUBMITTED


@pytest.mark.parametrize("verb", ["", "decision/", "confirm/", "ask/", "answer/"])
def test_a_request_of_another_street_is_not_there(verb):
    office, other = make_office(), make_office()
    concern = suggested_concern(other)
    client, url = dispatcher(office), f"/desk/requests/{concern.pk}/{verb}"
    sent = decision(other, concern, question="?", reply="!")
    response = client.post(url, sent) if verb else client.get(url)
    assert response.status_code == 404
    assert concern.words not in response.content.decode()


def test_a_community_worker_reads_requests_of_the_own_community_without_deciding():
    office = make_office()
    concern = suggested_concern(office)
    page = staff_client(office.community_worker).get(f"/desk/requests/{concern.pk}/")
    assert page.status_code == 200
    assert page.context["decision"] is None
    assert staff_client(office.officer).get(f"/desk/requests/{concern.pk}/").status_code == 403
    settle()

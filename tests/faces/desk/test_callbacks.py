import pytest
from django.test import Client

from jiezhi.concerns.choices import CallbackState
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.faces.desk.steps import PHONE, dispatcher, resolved_concern, suggested_concern
from tests.factories import make_office, settle, staff_client

pytestmark = pytest.mark.django_db

GOOD = {"was_solved": "yes", "was_satisfied": "yes", "likes_service": "no", "words": "灯亮了"}


def test_an_answer_given_by_telephone_closes_the_order():
    office = make_office()
    concern = resolved_concern(office)
    client = dispatcher(office)
    assert concern.words in client.get("/desk/callbacks/").content.decode()
    assert "已更换灯泡" in client.get(f"/desk/callbacks/{concern.pk}/").content.decode()
    assert client.post(f"/desk/callbacks/{concern.pk}/answer/", GOOD)["Location"] == "/desk/callbacks/"
    order = WorkOrder.objects.get()
    assert (order.state, order.was_satisfied, order.likes_service) == (OrderState.CLOSED, True, False)
    callback = concern.callbacks.get()
    assert (callback.words, callback.answered_by) == ("灯亮了", office.dispatcher.actor.label)


def test_an_answer_that_is_not_good_takes_the_order_up_again():
    office = make_office()
    concern = resolved_concern(office)
    sent = {"was_solved": "no", "was_satisfied": "no", "words": ""}
    page = dispatcher(office).post(f"/desk/callbacks/{concern.pk}/answer/", sent, follow=True)
    order = WorkOrder.objects.get()
    assert (order.state, order.reopened_count) == (OrderState.DISPATCHED, 1)
    assert order.number in page.content.decode()


def test_half_an_answer_is_asked_for_the_other_half_and_kept():
    office = make_office()
    concern = resolved_concern(office)
    sent = {"was_solved": "yes", "words": "还行"}
    page = dispatcher(office).post(f"/desk/callbacks/{concern.pk}/answer/", sent)
    assert page.status_code == 422
    assert "还行" in page.content.decode()
    assert concern.callbacks.get().state == CallbackState.WAITING


def test_who_could_not_be_reached_is_recorded_with_how_it_was_tried():
    office = make_office()
    concern = resolved_concern(office)
    client = dispatcher(office)
    assert client.post(f"/desk/callbacks/{concern.pk}/excuse/", {"note": " "}).status_code == 422
    client.post(f"/desk/callbacks/{concern.pk}/excuse/", {"note": "上午下午各打一次，无人接听"})
    assert concern.callbacks.get().state == CallbackState.UNREACHABLE
    assert WorkOrder.objects.get().state == OrderState.CLOSED


def test_whoever_never_answers_about_an_enquiry_leaves_the_list():
    office = make_office()
    concern = suggested_concern(office, "高龄津贴怎么办理")
    client = dispatcher(office)
    sent = {"matter": office.enquiry.pk, "reply": "请带身份证到窗口办理", "version": concern.version}
    client.post(f"/desk/requests/{concern.pk}/answer/", sent)
    settle()
    assert concern.callbacks.get().state == CallbackState.WAITING
    said = client.post(f"/desk/callbacks/{concern.pk}/excuse/", {"note": "两次无人接听"}, follow=True)
    assert said.status_code == 200
    assert concern.callbacks.get().state == CallbackState.UNREACHABLE
    order = WorkOrder.objects.get()
    assert (order.state, order.was_solved, order.entries.count()) == (OrderState.CLOSED, None, 2)
    assert list(said.context["waiting"]) == []


def test_numbers_in_the_words_of_an_earlier_answer_are_masked():
    office = make_office()
    concern = resolved_concern(office)
    client = dispatcher(office)
    sent = {"was_solved": "no", "was_satisfied": "no", "words": f"请打{PHONE}找我儿子"}
    client.post(f"/desk/callbacks/{concern.pk}/answer/", sent)
    page = client.get(f"/desk/callbacks/{concern.pk}/").content.decode()
    assert "找我儿子" in page
    assert PHONE not in page


def test_a_second_answer_is_refused_in_words():
    office = make_office()
    concern = resolved_concern(office)
    client = dispatcher(office)
    client.post(f"/desk/callbacks/{concern.pk}/answer/", GOOD)
    again = client.post(f"/desk/callbacks/{concern.pk}/answer/", GOOD)
    assert again.status_code == 409
    assert again.context["problem"].message in again.content.decode()


@pytest.mark.parametrize("verb", ["", "answer/", "excuse/"])
def test_callbacks_of_others_are_out_of_reach(verb):
    office, other = make_office(), make_office()
    concern = resolved_concern(office)
    url, sent = f"/desk/callbacks/{concern.pk}/{verb}", {**GOOD, "note": "打过"}

    def answer(client: Client):
        return client.post(url, sent) if verb else client.get(url)

    assert answer(dispatcher(other)).status_code == 404
    assert answer(staff_client(office.officer)).status_code == 403
    assert answer(Client())["Location"].startswith("/sign-in/")
    assert concern.callbacks.get().state == CallbackState.WAITING

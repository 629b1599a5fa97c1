import pytest

from jiezhi.concerns.models import Concern
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import settle
from tests.flows.people import make_cast, make_resident

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_request_sent_twice_is_one_request_with_one_code():
    cast = make_cast()
    resident = cast.resident
    resident.write()
    address, values = resident.address, dict(resident.form().values)
    resident.send()
    code = resident.code()
    resident.client.post(address, values)
    resident.open(f"/s/{cast.office.street.slug}/request/done/")
    assert resident.code() == code
    assert Concern.objects.count() == 1


def test_two_residents_with_the_same_words_are_two_requests():
    cast = make_cast()
    cast.resident.request()
    make_resident(cast.office).request()
    assert Concern.objects.count() == 2


def test_a_confirmation_and_a_report_sent_twice_happen_once():
    cast = make_cast()
    concern = cast.resident.request()
    dispatcher = cast.dispatcher
    dispatcher.open(f"/desk/requests/{concern.pk}/")
    sent = dispatcher.form("/confirm/")
    for _ in range(2):
        dispatcher.client.post(sent.action, sent.values)
    settle()
    order = WorkOrder.objects.get()
    cast.officer.on_order(order, "accept")
    report = cast.officer.form("/resolve/")
    answers = [cast.officer.client.post(report.action, report.values | {"reply": "已更换"}) for _ in range(2)]
    settle()
    assert [answer.status_code for answer in answers] == [302, 409]
    verbs = list(OrderEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open", "dispatch", "accept", "resolve"]

"""Whoever reports from patrol is shown what is open there already; without a connection the dispatcher is told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jiezhi.fieldwork.models import FieldReport
from jiezhi.fieldwork.queries import known_here
from jiezhi.kit.models import AuditEntry
from jiezhi.merging.actions import undo_merge
from jiezhi.notices.models import Notice
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import pictures_of
from tests.budget import spend_at_most
from tests.factories import Office, make_office, settle, staff_client
from tests.factories.fieldwork import reported_from_patrol
from tests.factories.pages import text_of
from tests.factories.workorders import MONDAY, dispatched_order
from tests.pictures.uploads import coloured

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JSON = {"accept": "application/json"}


@pytest.fixture
def office() -> Office:
    return make_office()


def known(office: Office, **told: object) -> list[WorkOrder]:
    told = {"matter_id": office.rubbish.pk, "estate_id": office.estate.pk, **told}
    return [each.order for each in known_here(office.grid_worker.actor, **told, at=MONDAY + HOUR)]


def kinds_told(office: Office) -> list[str]:
    settle()
    told = Notice.objects.filter(reader=office.dispatcher.user, kind__startswith="fieldwork.")
    return sorted(row.kind.removeprefix("fieldwork.") for row in told)


def with_first_open_now(order: WorkOrder) -> None:
    """The page asks by the clock: what was opened just now is near in time."""
    WorkOrder.objects.filter(pk=order.pk).update(opened_at=timezone.now(), opened_on=timezone.localdate())


def test_what_is_open_of_the_matter_in_the_place_is_shown_whatever_its_words(office: Office) -> None:
    first = reported_from_patrol(office, words="垃圾桶满了")
    with spend_at_most(9):
        assert known(office) == [first]
    assert known(office, words="三袋建筑垃圾") == [first]
    assert known(office, matter_id=office.lamp.pk, estate_id=None) == []
    assert known(office, words="楼道里有煤气味，很浓") == []
    assert known(office, lon=10.0, lat=10.0) == []
    WorkOrder.objects.filter(pk=first.pk).update(state=OrderState.CLOSED, closed_at=MONDAY)
    assert known(office) == []


def test_a_report_that_is_the_same_is_merged_and_the_dispatcher_can_part_it_again(office: Office) -> None:
    first = reported_from_patrol(office, words="垃圾桶满了")
    second = reported_from_patrol(
        office, at=MONDAY + HOUR, words="桶边又多了三袋", was_asked=True, joins_id=first.pk
    )
    assert (second.merged_into, second.state) == (first, OrderState.CLOSED)
    assert FieldReport.objects.count() == 2
    assert AuditEntry.objects.filter(verb="fieldwork.report_joined").count() == 1
    assert kinds_told(office) == ["joined", "reported"]
    part = {"note": "不是一处", "actor": office.dispatcher.actor, "at": MONDAY + 2 * HOUR}
    assert undo_merge(absorbed_id=second.pk, **part).state == OrderState.OPENED


def test_what_is_no_longer_open_or_was_never_shown_is_not_joined(office: Office) -> None:
    lamp = dispatched_order(office, office.lamp)
    assert reported_from_patrol(office, was_asked=True, joins_id=lamp.pk).merged_into is None
    assert reported_from_patrol(office, was_asked=True, joins_id=uuid4()).merged_into is None
    first = WorkOrder.objects.filter(matter=office.rubbish).earliest("pk")
    danger = reported_from_patrol(office, words="楼道里有煤气味，很浓", was_asked=True, joins_id=first.pk)
    assert danger.merged_into is None


def test_of_what_nobody_was_asked_about_the_dispatcher_is_told(office: Office) -> None:
    first = reported_from_patrol(office)
    second = reported_from_patrol(office, at=MONDAY + HOUR)
    reported_from_patrol(office, at=MONDAY + HOUR, was_asked=True)
    assert kinds_told(office) == ["like", "reported", "reported"]
    assert Notice.objects.get(reader=office.dispatcher.user, kind="fieldwork.like").facts == {
        "number": second.number,
        "order": first.number,
    }


def test_a_telephone_asks_and_sends_what_was_chosen(office: Office) -> None:
    first = reported_from_patrol(office, words="垃圾桶满了")
    client = staff_client(office.grid_worker)
    seen = {"matter": str(office.rubbish.pk), "estate": str(office.estate.pk)}
    with_first_open_now(first)
    (row,) = client.post("/patrol/report/known/", seen, headers=JSON).json()["known"]
    assert (row["id"], row["brief"]) == (str(first.pk), "垃圾桶满了")
    assert first.number in row["more"]
    assert client.post("/patrol/report/known/", {"estate": seen["estate"]}, headers=JSON).json() == {
        "known": []
    }
    sent = {**seen, "key": str(uuid4()), "joins": row["id"]}
    answers = [client.post("/patrol/report/", sent, headers=JSON).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert WorkOrder.objects.get(number=answers[0]["number"]).merged_into == first


def test_a_page_without_a_script_asks_once_and_keeps_the_picture(office: Office) -> None:
    first = reported_from_patrol(office)
    with_first_open_now(first)
    client = staff_client(office.grid_worker)
    photo = SimpleUploadedFile("a.jpg", coloured(), content_type="image/jpeg")
    seen = {"matter": str(office.rubbish.pk), "estate": str(office.estate.pk), "key": str(uuid4())}
    asked = client.post("/patrol/report/", {**seen, "photo": photo})
    assert "可能已有人上报" in text_of(asked)
    assert WorkOrder.objects.count() == 1
    form = asked.context["form"]
    kept = form["picture_keys"].value()
    assert UUID(kept)
    again = {**seen, "picture_keys": kept, "joins": "no"}
    assert client.post("/patrol/report/", again).status_code == 302
    second = WorkOrder.objects.exclude(pk=first.pk).get()
    assert second.merged_into is None
    assert len(pictures_of(second)) == 1


def test_what_was_taken_up_again_is_not_offered_since_nothing_can_join_it(office: Office) -> None:
    first = reported_from_patrol(office, words="垃圾桶满了")
    WorkOrder.objects.filter(pk=first.pk).update(reopened_count=1)
    assert known(office) == []


def test_what_somebody_chose_is_joined_although_likelier_ones_came_in_between(office: Office) -> None:
    first = reported_from_patrol(office, words="垃圾桶满了")
    for hours in (1, 2, 3):
        reported_from_patrol(office, at=MONDAY + hours * HOUR, was_asked=True)
    again = reported_from_patrol(office, at=MONDAY + 5 * HOUR, was_asked=True, joins_id=first.pk)
    assert again.merged_into == first


def test_a_choice_that_is_open_no_more_is_told_to_the_dispatcher(office: Office) -> None:
    first, other = (reported_from_patrol(office, words=words) for words in ("垃圾桶满了", "垃圾桶又满了"))
    WorkOrder.objects.filter(pk=first.pk).update(state=OrderState.CLOSED, closed_at=MONDAY)
    before = kinds_told(office).count("like")
    again = reported_from_patrol(office, at=MONDAY + HOUR, was_asked=True, joins_id=first.pk)
    assert (again.merged_into, other.merged_into) == (None, None)
    assert kinds_told(office).count("like") == before + 1

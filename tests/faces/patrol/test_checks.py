"""The grid worker on site: what is to be checked, and what was found."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiezhi.burden.models import BurdenDay
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import StepLimit
from jiezhi.workorders.actions import resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.errors import PhotoMissingError
from jiezhi.workorders.queries import pictures_of
from tests.factories import dispatched_order, make_community, make_matter, make_office
from tests.factories.hands import HOUR, reported_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY
from tests.pictures.uploads import coloured

pytestmark = pytest.mark.django_db
TODAY = "/patrol/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def worker(office):
    return english_client(office.grid_worker)


def page_of(order):
    return reverse("patrol:check", args=[order.pk])


def find(client, order, finding, **typed):
    return client.post(page_of(order), {"version": order.version, "finding": finding, **typed})


def test_the_nearest_limit_comes_first_and_other_orders_stay_out(office, worker):
    without = reported_order(office, office.rubbish)
    limited = make_matter(office.street, flow=FlowName.EVENT)
    StepLimit.objects.create(
        sub_district=office.street, matter=limited, step="awaiting_check", amount=4, unit="working_hours"
    )
    later = reported_order(office, limited, at=MONDAY + HOUR)
    sooner = reported_order(office, limited, at=MONDAY)
    dispatched_order(office, office.rubbish)
    reported_order(make_office(), None)
    elsewhere = reported_order(office, office.rubbish)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(community=make_community(office.street))
    rows = worker.get(TODAY).context["rows"]
    assert [row.order.number for row in rows] == [sooner.number, later.number, without.number]


def test_with_nothing_to_check_the_page_says_when_there_will_be(worker):
    assert "as soon as a department reports it done" in text_of(worker.get(TODAY))


def test_the_page_shows_the_brief_the_reply_and_the_way(office, worker):
    order = reported_order(office, office.rubbish)
    response = worker.get(page_of(order))
    words = text_of(response)
    for shown in (order.brief, order.reply, office.lighting.name, office.estate.name):
        assert shown in words
    assert f'href="geo:{order.lat:.6f},{order.lon:.6f}' in response.content.decode()
    assert 'name="photo"' not in response.content.decode()


def test_done_leads_to_the_callback(office, worker):
    order = reported_order(office, office.rubbish)
    assert find(worker, order, "done").url == TODAY
    order.refresh_from_db()
    assert order.state == OrderState.AWAITING_CALLBACK


def test_not_done_needs_words_for_the_department(office, worker):
    order = reported_order(office, office.rubbish)
    refused = find(worker, order, "not_done")
    assert refused.status_code == 422
    assert "Say what is still to be done" in text_of(refused)
    find(worker, order, "not_done", note="东侧还有一堆")
    order.refresh_from_db()
    assert order.state == OrderState.IN_HAND
    assert order.entries.last().note == "东侧还有一堆"


def test_a_picture_is_taken_only_where_the_matter_is_shown_by_one(office, worker):
    order = reported_order(office, office.rubbish)
    type(order.matter).objects.filter(pk=order.matter_id).update(needs_photo=True)
    assert 'name="photo"' in worker.get(page_of(order)).content.decode()
    upload = SimpleUploadedFile("site.jpg", coloured(), content_type="image/jpeg")
    find(worker, order, "done", photo=upload)
    assert len(pictures_of(order)) == 1


def test_a_picture_of_what_is_not_done_does_not_show_it_done(office, worker):
    matter = make_matter(office.street, flow=FlowName.EVENT)
    order = reported_order(office, matter)
    type(matter).objects.filter(pk=matter.pk).update(needs_photo=True)
    upload = SimpleUploadedFile("site.jpg", coloured(), content_type="image/jpeg")
    find(worker, order, "not_done", note="东侧还有一堆", photo=upload)
    order.refresh_from_db()
    assert (order.state, len(pictures_of(order))) == (OrderState.IN_HAND, 1)
    with pytest.raises(PhotoMissingError):
        resolve_order(
            order_id=order.pk,
            reply="已清理",
            seen_version=None,
            actor=office.officer.actor,
            at=order.step_entered_at + HOUR,
        )


def test_a_check_that_somebody_else_made_keeps_the_typed_words(office, worker):
    order = reported_order(office, office.rubbish)
    find(english_client(office.grid_worker), order, "done")
    late = find(worker, order, "not_done", note="我看到还有垃圾")
    assert late.status_code == 409
    words = text_of(late)
    assert "Somebody was quicker" in words
    assert "我看到还有垃圾" in words
    order.refresh_from_db()
    assert order.state == OrderState.AWAITING_CALLBACK


def test_only_grid_workers_of_the_street_check(office):
    order = reported_order(office, office.rubbish)
    assert find(english_client(make_office().grid_worker), order, "done").status_code == 404
    refused = find(english_client(office.officer), order, "done")
    assert refused.status_code == 403
    assert "Check on site" in text_of(refused)
    order.refresh_from_db()
    assert order.state == OrderState.AWAITING_CHECK


def test_the_pages_cost_few_statements_however_many_orders_wait(office, worker):
    orders = [reported_order(office, office.rubbish) for _ in range(3)]
    assert len(statements_of(worker, TODAY)) <= 9
    assert len(statements_of(worker, page_of(orders[0]))) <= 7


def test_a_check_that_is_taken_counts_what_was_typed_and_how_long_it_took(office, worker):
    order = reported_order(office, office.rubbish)
    stamp = worker.get(page_of(order)).content.decode().partition('name="stamp" value="')[2].partition('"')[0]
    find(worker, order, "not_done", stamp=stamp)
    assert not BurdenDay.objects.exists()
    find(worker, order, "not_done", note="东侧还有一堆", stamp=stamp)
    spent = BurdenDay.objects.get()
    assert (spent.process, spent.posts, spent.fields_typed, spent.seconds_count) == (
        "workorders.check",
        1,
        1,
        1,
    )

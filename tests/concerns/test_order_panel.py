"""What requests add to the page of an order."""

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import Verdict, answer_callback
from jiezhi.concerns.codes import code_holder
from tests.concerns.test_the_loop import resolved_order
from tests.factories import dispatched_order, make_office
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def test_readers_of_requests_see_who_waits_and_what_was_answered():
    office = make_office()
    concern, order = resolved_order(office)
    holder = code_holder(sub_district_id=office.street.pk, code_digest=concern.code_digest)
    verdict = Verdict(was_solved=True, was_satisfied=False, words="修得太慢")
    answer_callback(concern_id=concern.pk, verdict=verdict, actor=holder, at=MONDAY)
    page = reverse("workorders:order", args=[order.pk])
    words = text_of(english_client(office.dispatcher).get(page))
    assert concern.number in words
    assert "Callback: solved · not satisfied" in words
    assert verdict.words not in words
    assert concern.number not in text_of(english_client(office.officer).get(page))


def test_an_order_that_no_request_brought_in_has_no_such_panel_and_costs_nothing_for_it():
    office = make_office()
    page = reverse("workorders:order", args=[dispatched_order(office).pk])
    sql = statements_of(english_client(office.dispatcher), page)
    assert not [
        statement
        for statement in sql
        if 'FROM "concerns_concern" WHERE' in statement and "order_id" in statement
    ]

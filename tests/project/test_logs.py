"""A fault is written down where its operator finds it, without anybody's words."""

import io
import logging

import pytest
from django.db import IntegrityError
from django.test import Client

from jiezhi.concerns import queries
from jiezhi.project.logs import FaultFormatter
from tests.factories import make_office, staff_client, submitted_concern

PHONE, ROW = "13812345678", "Failing row contains (3号楼的王阿姨)"

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    (handler,) = logging.getLogger("django").handlers
    assert isinstance(handler.formatter, FaultFormatter)
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def test_a_fault_of_ours_is_in_the_log_with_its_place_and_without_what_it_quotes(monkeypatch, written):
    office = make_office()
    concern = submitted_concern(office).concern

    def break_down(*_args):
        try:
            raise KeyError(PHONE)
        except KeyError as error:
            raise IntegrityError(ROW) from error

    monkeypatch.setattr(queries, "digest_of", break_down)
    client = Client(raise_request_exception=False)
    answer = client.post(f"/s/{office.street.slug}/follow/", {"code": "0123 4567 89AB CDEF"})
    assert answer.status_code == 500
    told = written.getvalue()
    assert "break_down" in told
    assert told.index("KeyError") < told.index("django.db.utils.IntegrityError")
    for quoted in (ROW, PHONE, "0123"):
        assert quoted not in told
    assert concern.number not in told


def test_a_refusal_is_no_fault(written):
    office = make_office()
    assert staff_client(office.officer).get("/desk/today/").status_code == 403
    assert written.getvalue() == ""

"""One page of an order for the person on foot: what it says, what it leaves out, and that it stays one page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.concerns.models import Concern
from jiezhi.kit.models import AuditEntry
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_department, make_office, make_staff, staff_client, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def order(office):
    """An order that a resident asked for, who left a number."""
    made = submitted_concern(office, "楼下的灯坏了，我是住户甲", phone=PHONE).concern
    concern = Concern.objects.get(pk=made.pk)
    draft = Confirmation(matter_id=office.lamp.pk, brief="修复3号楼前的路灯")
    return confirm_concern(
        concern_id=concern.pk,
        confirmation=draft,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + timedelta(hours=1),
    )


@pytest.fixture
def slip_pages(order):
    """What stands on each page of the slip that somebody takes."""
    pytest.importorskip("typst", reason="install typst: it sets documents")
    pypdf = pytest.importorskip("pypdf", reason="install pypdf: it reads them")

    def pages(staff):
        answer = staff_client(staff).get(reverse("evidence:slip", args=[order.pk]))
        assert answer["Content-Type"] == "application/pdf"
        # Lines are broken where the paper ends: words are compared without blanks.
        return [
            "".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(answer.content)).pages
        ]

    return pages


def test_it_says_what_and_where_and_nothing_of_who_asked_and_is_on_record(office, order, slip_pages):
    # As it may stand in an order of before such numbers were refused.
    WorkOrder.objects.filter(pk=order.pk).update(reply=f"已联系{PHONE}")
    (text,) = slip_pages(office.officer)
    place = (office.community.name, office.estate.name)
    for shown in (order.number, office.lamp.name, office.lighting.name, *place, "修复3号楼前的路灯"):
        assert "".join(shown.split()) in text
    assert "我是住户甲" not in text
    assert PHONE not in text
    taken = AuditEntry.objects.get(verb="evidence.slip_taken", subject_id=order.pk)
    assert taken.actor_id == office.officer.actor.id


@pytest.mark.parametrize("words", ["\n".join("一" * 240), "字" * 2000, "a\r\n\r\n" * 300], ids=len)
def test_whatever_was_written_it_is_one_page(office, order, slip_pages, words):
    WorkOrder.objects.filter(pk=order.pk).update(brief=words, reply=words)
    (text,) = slip_pages(office.officer)
    assert order.number in text


def test_outside_the_area_there_is_none_and_nothing_is_on_record(office, order):
    stranger = make_staff(make_department(office.street, "园林所"), OFFICER)
    assert staff_client(stranger).get(reverse("evidence:slip", args=[order.pk])).status_code == 404
    assert not AuditEntry.objects.filter(verb="evidence.slip_taken").exists()

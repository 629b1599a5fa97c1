"""Registers of property governance: what was entered wrongly can be put right, and lists speak in names."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.kit.models import AuditEntry
from jiezhi.property.models import OwnersCommittee, StandardDuty
from tests.factories import Office, make_office, staff_client
from tests.factories.pages import english_client, text_of
from tests.factories.property import make_committee, make_company, make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def to_come(office: Office) -> OwnersCommittee:
    """A committee of the wrong kind whose term begins tomorrow."""
    first = timezone.localdate() + timedelta(days=1)
    typed = {"estate": office.estate.pk, "kind": "management", "from_on": first, "until_on": "2031-12-31"}
    answer = staff_client(office.dispatcher).post(reverse("property:new_committee"), typed)
    assert answer.status_code == 302
    return OwnersCommittee.objects.get(from_on=first)


def test_a_committee_that_has_not_begun_is_taken_back_and_whoever_served_serves_on(office):
    served = make_committee(office)
    wrong = to_come(office)
    served.refresh_from_db()
    assert served.ended_on == wrong.from_on
    client = english_client(office.dispatcher)
    page = reverse("property:estate", args=[office.estate.pk])
    url = reverse("property:take_back_committee", args=[wrong.pk])
    assert "The term has not begun" in text_of(client.get(page))
    assert client.post(url, {"reason": "届别录错"}).status_code == 302
    wrong.refresh_from_db()
    served.refresh_from_db()
    assert (wrong.take_back_reason, wrong.ended_on, served.ended_on) == ("届别录错", wrong.from_on, None)
    assert wrong.taken_back_at is not None
    assert "taken back before it began: 届别录错" in text_of(client.get(page))
    assert AuditEntry.objects.filter(verb="property.committee_taken_back", subject_id=str(wrong.pk)).exists()
    assert to_come_again(office).ended_on is None


def to_come_again(office: Office) -> OwnersCommittee:
    first = timezone.localdate() + timedelta(days=1)
    typed = {"estate": office.estate.pk, "kind": "committee", "from_on": first, "until_on": "2031-12-31"}
    staff_client(office.dispatcher).post(reverse("property:new_committee"), typed)
    return OwnersCommittee.objects.get(kind="committee", from_on=first)


def test_what_speaks_against_it_stands_on_the_estates_page_with_what_was_typed(office):
    wrong, client = to_come(office), english_client(office.dispatcher)
    ended = client.post(reverse("property:end_committee", args=[wrong.pk]), follow=True)
    assert ended.redirect_chain[0][0] == reverse("property:estate", args=[office.estate.pk])
    assert "Its term has not begun. Take it back instead" in text_of(ended)
    url = reverse("property:take_back_committee", args=[wrong.pk])
    empty = client.post(url, {"reason": ""})
    assert empty.status_code == 422
    assert office.estate.name in text_of(empty)
    assert "Say why the committee is taken back." in text_of(empty)
    long = client.post(url, {"reason": "届别" * 61})
    assert "届别" * 61 in long.content.decode()
    wrong.refresh_from_db()
    assert (wrong.ended_on, wrong.taken_back_at) == (None, None)


def test_a_committee_whose_term_has_begun_is_not_taken_back(office):
    serving = make_committee(office)
    url = reverse("property:take_back_committee", args=[serving.pk])
    client = english_client(office.dispatcher)
    assert client.post(url, {"reason": "届别录错"}).status_code == 422
    serving.refresh_from_db()
    assert (serving.ended_on, serving.taken_back_at) == (None, None)
    assert url not in client.get(reverse("property:estate", args=[office.estate.pk])).content.decode()


def test_duties_show_and_offer_matters_by_name(office):
    make_duty(office)
    client, url = staff_client(office.dispatcher), reverse("property:duties")
    page = client.get(url)
    assert page.context["rows"][0][2] == f"{office.lamp.name} 路灯"
    assert f'<option value="{office.lamp.code}">' in page.content.decode()
    typed = {
        "name": "路面", "limit_amount": "1", "limit_unit": "working_days", "from_on": "2026-01-01", "keywords": "",
    }  # fmt: skip
    refused = client.post(url, typed | {"matter_codes": ["no-such-matter"]})
    assert refused.status_code == 422
    assert client.post(url, typed | {"matter_codes": [office.lamp.code]}).status_code == 302
    assert StandardDuty.objects.get(name="路面").matter_codes == [office.lamp.code]


def test_a_fee_with_three_decimals_is_refused_in_words_of_the_page(office):
    duty, company = make_duty(office), make_company(office)
    typed = {
        "estate": office.estate.pk, "company": company.pk, "kind": "service", "fee": "1.805",
        "from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31), "duties": [duty.pk],
    }  # fmt: skip
    answer = staff_client(office.dispatcher).post(reverse("property:new_contract"), typed)
    assert answer.context["form"].errors["fee"] == ["收费标准最多保留两位小数，如 1.80。"]


def test_the_page_for_a_contract_leads_to_where_files_are_brought_in(office):
    page = staff_client(office.dispatcher).get(reverse("property:new_contract")).content.decode()
    assert f'<a href="{reverse("desk:intakes")}">导入文件</a>' in page

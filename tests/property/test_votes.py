"""Votes of owners as totals: what cannot be is refused in words, and what was recorded wrongly is made void."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.owners_votes import Ballot, VoteTally
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError
from jiezhi.kit.models import AuditEntry
from jiezhi.property.actions import void_vote
from jiezhi.property.models import OwnersVote
from tests.factories import Office, make_office
from tests.factories.pages import english_client, text_of
from tests.factories.property import make_vote
from tests.factories.workorders import MONDAY
from tests.intake import tables

NEW, LIST = reverse("property:new_vote"), reverse("property:votes")
PAIRS = "Owners and their area go together"


@pytest.fixture
def office(db) -> Office:
    return make_office()


def totals(office: Office, **changed: str) -> dict[str, object]:
    """Ten owners with all their area in favour."""
    typed: dict[str, object] = {
        "estate": office.estate.pk, "title": "选聘物业企业", "topic": "company", "ended_on": "2026-10-20",
        "heads": "10", "area": "1000", "heads_in_favour": "10", "area_in_favour": "1000",
    }  # fmt: skip
    return typed | changed


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"area_in_favour": ""}, "area_in_favour", PAIRS),
        ({"heads_against": "", "area_against": "100", "area_in_favour": "900"}, "area_against", PAIRS),
        ({"heads_in_favour": "9"}, "area", "Those who said nothing"),
        ({"area_in_favour": "900"}, "area", "Those who said nothing"),
    ],
)
def test_owners_without_area_and_area_without_owners_are_refused_where_they_are(
    office, changed, field, words
):
    answer = english_client(office.dispatcher).post(NEW, totals(office, **changed))
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert not OwnersVote.objects.exists()


def test_totals_beside_a_list_of_units_are_not_dropped_without_a_word(office):
    upload = BytesIO(tables.xlsx(("房号", "专有部分面积", "意见"), ("1-101", "80", "同意")))
    upload.name = "表决票.xlsx"
    client = english_client(office.dispatcher)
    answer = client.post(NEW, totals(office) | {"file": upload})
    assert answer.status_code == 422
    assert "Give the list of units or the totals, not both" in text_of(answer)
    assert not OwnersVote.objects.exists()


def test_a_wrong_vote_is_made_void_stays_on_show_and_is_recorded_anew(office):
    client = english_client(office.dispatcher)
    client.post(NEW, totals(office, heads="20", area="2000"))
    wrong = OwnersVote.objects.get()
    assert not wrong.is_carried
    again = client.post(NEW, totals(office))
    assert "make it void first" in text_of(again)
    url = reverse("property:void_vote", args=[wrong.pk])
    assert f'href="{url}"' in client.get(reverse("property:vote", args=[wrong.pk])).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    before = timezone.now()
    assert client.post(url, {"reason": "总人数误录为20人"}).status_code == 302
    wrong.refresh_from_db()
    assert (wrong.void_reason, wrong.voided_by) == ("总人数误录为20人", office.dispatcher.actor.label)
    assert before <= wrong.voided_at <= timezone.now()
    assert AuditEntry.objects.filter(verb="property.vote_voided", subject_id=str(wrong.pk)).count() == 1
    assert client.post(NEW, totals(office)).status_code == 302
    right = OwnersVote.objects.get(voided_at=None)
    assert (right.heads, right.is_carried) == (10, True)
    page = client.get(reverse("property:vote", args=[wrong.pk]))
    assert "This vote is void and counts nowhere. Why it is void: 总人数误录为20人" in text_of(page)
    assert office.dispatcher.actor.label in text_of(page)
    assert "Not carried" not in text_of(page)
    assert f'href="{url}"' not in page.content.decode()
    assert text_of(client.get(LIST)).count("Void") == 1
    twice = client.post(url, {"reason": "再次作废"})
    assert "This vote is void already" in text_of(twice)


def test_a_vote_is_made_void_by_whoever_keeps_votes_of_the_street_alone(office):
    vote, elsewhere = make_vote(office), make_office()
    with pytest.raises(RefusedError):
        void_vote(vote_id=vote.pk, reason="误录", actor=office.officer.actor, at=MONDAY)
    with pytest.raises(MissingError):
        void_vote(vote_id=vote.pk, reason="误录", actor=elsewhere.dispatcher.actor, at=MONDAY)
    with pytest.raises(InvalidError, match="作废理由"):
        void_vote(vote_id=vote.pk, reason="  ", actor=office.dispatcher.actor, at=MONDAY)
    vote.refresh_from_db()
    assert vote.voided_at is None


def test_the_same_vote_stands_once_and_none_is_void_without_a_reason(office):
    vote = make_vote(office)
    with pytest.raises(IntegrityError, match="void_vote_has_reason"), transaction.atomic():
        OwnersVote.objects.filter(pk=vote.pk).update(voided_at=MONDAY)
    void_vote(vote_id=vote.pk, reason="误录", actor=office.dispatcher.actor, at=MONDAY)
    make_vote(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnersVote.objects.update(voided_at=None)


def test_an_impossible_vote_of_before_is_still_shown_and_says_so(office):
    vote = make_vote(office)
    tally = VoteTally(10, 1000_00, {Ballot.IN_FAVOUR: 10}, {Ballot.IN_FAVOUR: 0})
    OwnersVote.objects.filter(pk=vote.pk).update(
        heads=tally.heads, area_dm2=tally.area_dm2, heads_by=tally.heads_by, area_by=tally.area_by
    )
    page = text_of(english_client(office.dispatcher).get(reverse("property:vote", args=[vote.pk])))
    assert "These numbers cannot be right" in page

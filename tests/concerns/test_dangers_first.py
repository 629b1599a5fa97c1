"""A request that speaks of danger stands first, is told to the dispatchers, and never goes out by itself."""

import re
from datetime import timedelta

import pytest

from jiezhi.concerns.actions import add_words
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.concerns.queries import concerns_to_receive, find_next_to_receive
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.notices.models import Notice
from tests.factories import make_office, settle, staff_client, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def test_a_danger_stands_before_what_came_earlier() -> None:
    office = make_office()
    earlier = submitted_concern(office, "楼道里的灭火器过期了").concern
    later = submitted_concern(office, "厨房的液化气罐漏气", at=MONDAY + timedelta(hours=1)).concern
    assert (earlier.danger, later.danger) == ("", "gas")
    actor = office.dispatcher.actor
    assert concerns_to_receive(actor) == [later, earlier]
    assert find_next_to_receive(actor, after=earlier.pk, at=MONDAY) == later.pk


def test_dispatchers_are_told_at_once_and_the_letter_says_nothing_of_it() -> None:
    office = make_office()
    submitted_concern(office, "路灯不亮")
    settle(MONDAY)
    assert not Notice.objects.filter(kind="concerns.danger").exists()
    danger = submitted_concern(office, "三号楼五层着火了，快来人").concern
    settle(MONDAY)
    told = Notice.objects.filter(kind="concerns.danger")
    assert told.count() >= 1
    assert told[0].facts == {"number": danger.number}


def test_words_added_later_are_read_too() -> None:
    office = make_office()
    concern = submitted_concern(office, "楼下吵架").concern
    holder = Actor(
        kind=ActorKind.CODE_HOLDER,
        id=concern.code_digest,
        sub_district_id=office.street.pk,
        permissions=frozenset({FOLLOW.code}),
    )
    add_words(concern_id=concern.pk, words="现在有人拿着刀", actor=holder, at=MONDAY)
    assert Concern.objects.get(pk=concern.pk).danger == "violence"


def test_the_page_says_which_words_and_what_to_do() -> None:
    office = make_office()
    concern = submitted_concern(office, "楼道里有很浓的煤气味").concern
    settle(MONDAY)
    client = staff_client(office.dispatcher)
    page = client.get(f"/desk/requests/{concern.pk}/").content.decode()
    assert "“很浓的煤气味”" in page or "煤气味”" in page
    assert "119" in page
    (urgency,) = [tag for tag in re.findall("<input[^>]*>", page) if 'value="emergency"' in tag]
    assert "checked" in urgency
    today = client.get("/desk/today/").content.decode()
    assert 'class="tag tag-bad"' in today

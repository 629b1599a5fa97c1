"""Orders from above stand among what is to be read with the superior's clock; those past their limit come first."""

from datetime import timedelta

import pytest

from jiezhi.faces.desk.day import day_of
from tests.factories import Office, make_office, submitted_concern
from tests.factories.above import superior_order
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def to_read(office: Office, at) -> list[tuple[str, str, bool]]:
    (part,) = (part for part in day_of(office.dispatcher.actor, at=at).parts if part.key == "to-read")
    return [(row.number, row.due, row.is_late) for row in part.rows]


def test_an_order_from_above_shows_its_return_window_and_then_the_limit_and_comes_first_once_late():
    office = make_office()
    ours = submitted_concern(office, "路灯不亮", at=MONDAY - HOUR).concern.number
    above = superior_order(office, their_due_at=MONDAY + DAY)
    number, limit = above.concern.number, f"{MONDAY + DAY + 8 * HOUR:%m-%d %H:%M}"
    window = f"{above.return_until + 8 * HOUR:%m-%d %H:%M}"
    assert to_read(office, MONDAY) == [(ours, "", False), (number, window, False)]
    assert to_read(office, above.return_until + HOUR) == [(ours, "", False), (number, limit, False)]
    sooner = superior_order(office, their_due_at=MONDAY + DAY - HOUR).concern.number
    late = to_read(office, MONDAY + 2 * DAY)
    assert [(row[0], row[2]) for row in late] == [(sooner, True), (number, True), (ours, False)]


def test_an_order_from_above_without_a_limit_keeps_its_turn():
    office = make_office()
    above = superior_order(office, their_due_at=None)
    assert to_read(office, MONDAY + 9 * DAY) == [(above.concern.number, "", False)]

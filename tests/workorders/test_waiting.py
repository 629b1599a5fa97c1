"""What waits for a worker is found by an index, however many orders a street has had."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jiezhi.core.deadlines import LimitUnit
from jiezhi.inbox.gathering import _lines_of
from jiezhi.inbox.sources import all_sources
from jiezhi.kit.actor import Actor, ActorKind, Scope
from jiezhi.workorders.actions import ask_extension
from jiezhi.workorders.filter_forms import filter_of
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import waiting_extensions
from jiezhi.workorders.saved import to_count
from tests.factories import make_office
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY

TABLE = WorkOrder._meta.db_table
ROWS = {
    "order_newest": "60000 60000 1 1",
    "order_by_state": "60000 60000 6000 2",
    "order_by_lead": "60000 60000 8500 1200 2",
    "order_by_community": "60000 60000 7500 1",
    "order_by_place": "60000 60000 7500 1000",
    "order_by_step_limit": "3000 3000 1",
    "order_by_day": "60000 60000 86",
}
"""What ANALYZE notes of 60,000 orders: rows, and rows for each value of the columns."""


def note_sizes() -> None:
    """Let SQLite plan as if the street had had 60,000 orders."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = %s", [TABLE])
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [TABLE])
        for name in names:
            known = ROWS.get(name) or ("60000 1" if "autoindex" in name else "60000 7000")
            cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", [TABLE, name, known])
        cursor.execute("ANALYZE sqlite_schema")


def plan_of(key: str, scope: Scope) -> str:
    source = next(source for source in all_sources() if source.key == key)
    actor = Actor(kind=ActorKind.STAFF, id="", sub_district_id=uuid4(), permissions=frozenset(), scope=scope)
    sql, params = _lines_of(source, source.rows(actor, timezone.now()))[:50].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(row[3] for row in cursor.fetchall())


@pytest.mark.sqlite
@pytest.mark.django_db
def test_no_kind_of_work_walks_through_the_orders_of_a_street():
    note_sizes()
    one: frozenset[UUID] = frozenset({uuid4()})
    whole, community, department = Scope(whole=True), Scope(community_ids=one), Scope(department_ids=one)
    for key in ("checks", "to-dispatch", "sent-back"):
        assert "order_by_place (sub_district_id=? AND community_id=? AND state=?)" in plan_of(key, community)
    assert "order_by_step_limit (sub_district_id=? AND step_due_at<?)" in plan_of("answers", whole)
    for scope in (community, department):
        assert "LIST SUBQUERY" not in plan_of("more-time", scope)
    for key in ("checks", "to-dispatch", "sent-back", "answers", "more-time"):
        for scope in (whole, community, department):
            assert f"SCAN {TABLE}" not in plan_of(key, scope), key


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_number_beside_a_saved_filter_comes_from_an_index_for_many_states_too():
    note_sizes()
    actor = Actor(
        kind=ActorKind.STAFF, id="", sub_district_id=uuid4(), permissions=frozenset(), scope=Scope(whole=True)
    )
    for query in ("state=sent_back", "is_late=on", "is_unfinished=on"):
        assert "order_by_state" in to_count(actor, filter_of(query), at=MONDAY).explain(), query


@pytest.mark.django_db
def test_a_wish_for_more_time_waits_only_for_whoever_has_its_order():
    office = make_office()
    order = order_in_hand(office)
    wish = ask_extension(
        order_id=order.pk,
        amount=1,
        unit=LimitUnit(order.limit_unit),
        reason="缺配件",
        actor=office.officer.actor,
        at=MONDAY,
    )

    def waiting(scope: Scope) -> list[UUID]:
        actor = Actor(
            kind=ActorKind.STAFF,
            id="",
            sub_district_id=office.street.pk,
            permissions=frozenset(),
            scope=scope,
        )
        return [row.pk for row in waiting_extensions(actor)]

    for scope in (
        Scope(whole=True),
        Scope(department_ids=frozenset({office.lighting.pk})),
        Scope(community_ids=frozenset({office.community.pk})),
    ):
        assert waiting(scope) == [wish.pk]
    assert waiting(Scope(department_ids=frozenset({uuid4()}))) == []

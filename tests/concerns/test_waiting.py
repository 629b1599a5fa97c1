"""What came in today is not looked for among the thousands of messages that came with a file."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jiezhi.concerns.queries import asked_waiting, imported_waiting, live_to_receive, waiting_rows
from jiezhi.inbox.gathering import _lines_of
from jiezhi.inbox.sources import all_sources
from jiezhi.kit.actor import Actor, ActorKind, Scope

ONE: frozenset[UUID] = frozenset({uuid4()})


def reader(scope: Scope) -> Actor:
    return Actor(kind=ActorKind.STAFF, id="", sub_district_id=uuid4(), permissions=frozenset(), scope=scope)


def plan_of(key: str, scope: Scope) -> str:
    source = next(source for source in all_sources() if source.key == key)
    rows = _lines_of(source, source.rows(reader(scope), timezone.now()))[:50]
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(row[3] for row in cursor.fetchall())


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("scope", [Scope(whole=True), Scope(community_ids=ONE)])
def test_requests_and_messages_of_files_each_wait_in_an_index_of_their_own(scope: Scope):
    assert "concern_live_waiting" in plan_of("to-read", scope)
    imported = plan_of("imported", scope)
    assert ("concern_file_waiting" if scope.whole else "concern_file_by_place") in imported
    assert "TEMP B-TREE" not in imported


@pytest.mark.parametrize("rows", [live_to_receive, imported_waiting, asked_waiting, waiting_rows])
def test_a_request_without_an_order_is_not_looked_for_behind_one(rows):
    area = Scope(community_ids=ONE, department_ids=frozenset({uuid4()}))
    assert "workorders_workorder" not in str(rows(reader(area)).query)

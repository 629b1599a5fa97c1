"""A kept query is written once and gives what the plain query gives, whatever its values."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q, TextField, UUIDField
from django.test.utils import CaptureQueriesContext

from jiezhi.kit.kept_query import KeptQuery, Slot
from jiezhi.organisation.models import Department
from tests.factories import make_department, make_street

pytestmark = pytest.mark.django_db


def departments_named() -> KeptQuery[Department]:
    """Those of a street with one of two names, with a relation and a constant beside the slots."""
    street, name = Slot("street", UUIDField()), Slot("name", TextField())
    return KeptQuery(
        lambda: (
            Department.objects.filter(Q(name=name) | Q(name="水务所"), sub_district_id=street)
            .select_related("sub_district")
            .order_by("name")
        )
    )


def test_each_run_uses_its_own_values_and_gives_whole_objects() -> None:
    kept, streets = departments_named(), [make_street(), make_street()]
    for street in streets:
        for name in ("水务所", "城管所", "司法所"):
            make_department(street, name=name)
    for street in streets:
        for name in ("城管所", "司法所", "没有"):
            plain = Department.objects.filter(name__in=[name, "水务所"], sub_district=street).order_by("name")
            found = kept.rows(street=street.pk, name=name)
            assert found == list(plain)
            assert {row.sub_district for row in found} == {street}


def test_one_run_costs_one_statement_and_related_rows_none() -> None:
    kept, street = departments_named(), make_street()
    make_department(street, name="水务所")
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as spent:
            assert [row.sub_district.pk for row in kept.rows(street=street.pk, name="x")] == [street.pk]
        assert len(spent) == 1


def test_plain_columns_come_in_their_python_types() -> None:
    street = make_street()
    department = make_department(street, name="水务所")
    kept = KeptQuery(
        lambda: Department.objects.filter(sub_district_id=Slot("street", UUIDField())).values_list(
            "id", "name"
        )
    )
    assert kept.rows(street=street.pk) == [(department.pk, "水务所")]
    assert kept.rows(street=uuid4()) == []


def test_a_value_is_never_read_as_sql() -> None:
    kept, street = departments_named(), make_street()
    make_department(street, name="城管所")
    assert kept.rows(street=street.pk, name="x' OR '1'='1") == []


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        departments_named().rows(street=uuid4())


@pytest.mark.django_db(transaction=True)
def test_threads_that_share_a_kept_query_do_not_mix_their_values() -> None:
    kept, streets = departments_named(), [make_street() for _ in range(4)]
    for street in streets:
        make_department(street, name="水务所")

    def read(number: int) -> bool:
        try:
            street = streets[number % 4]
            return [row.sub_district_id for row in kept.rows(street=street.pk, name="x")] == [street.pk]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, range(40)))

"""Who sees an order: asked of the database for lists and of Python for one order, with the same answer."""

from dataclasses import replace
from itertools import combinations, product
from uuid import UUID

import pytest

from jiezhi.kit.actor import Scope
from jiezhi.workorders.queries import is_visible, visible_orders
from tests.factories import dispatched_order, make_community, make_office

pytestmark = pytest.mark.django_db


def every_choice(ids: list[UUID]) -> list[frozenset[UUID]]:
    return [frozenset(some) for size in range(len(ids) + 1) for some in combinations(ids, size)]


def test_one_order_is_visible_exactly_when_the_list_shows_it() -> None:
    office = make_office()
    other = make_community(office.street, name="另一个社区")
    orders = [dispatched_order(office) for _ in range(4)]
    for order, (lead, community) in zip(
        orders, product((office.lighting, office.front_desk), (office.community, other)), strict=True
    ):
        order.lead, order.community = lead, community
        order.save()
    nowhere = dispatched_order(office)
    nowhere.community = None
    nowhere.save()

    departments = every_choice([office.lighting.pk, office.front_desk.pk])
    communities = every_choice([office.community.pk, other.pk])
    for whole, department_ids, community_ids in product((False, True), departments, communities):
        scope = Scope(whole=whole, department_ids=department_ids, community_ids=community_ids)
        actor = replace(office.officer.actor, scope=scope)
        listed = set(visible_orders(actor))
        assert listed == {order for order in (*orders, nowhere) if is_visible(actor, order)}, scope

"""An order from above that could not be taken is kept until it is taken, or set aside with a reason."""

from datetime import timedelta

import pytest

from jiezhi.concerns.actions import (
    Refusal,
    refuse_order,
    set_aside_refusal,
    take_superior_order,
)
from jiezhi.concerns.models import RefusedOrder, SuperiorOrder
from jiezhi.concerns.superior_queries import MOST_REFUSALS, above_rows, refusals_waiting
from jiezhi.kit.db import count_together
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.models import AuditEntry, Look
from tests.factories import make_office
from tests.factories.above import make_source, make_superior_draft, refused_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGE = "/desk/above/"


def told_again(row: RefusedOrder, office, *, told: str | None = None, reason: str = "不行") -> RefusedOrder:
    refusal = Refusal(row.source_id, row.number, row.told if told is None else told, reason)
    return refuse_order(refusal=refusal, actor=office.dispatcher.actor, at=MONDAY + 2 * HOUR)


def put_aside(row: RefusedOrder, office, note: str = "区里已撤销") -> RefusedOrder:
    return set_aside_refusal(refused_id=row.pk, note=note, actor=office.dispatcher.actor, at=MONDAY + HOUR)


def test_what_is_set_aside_keeps_who_when_and_why() -> None:
    office = make_office()
    row = put_aside(refused_order(office), office, "  区里已撤销  ")
    row.refresh_from_db()
    assert (row.state, row.note, row.settled_at) == ("set_aside", "区里已撤销", MONDAY + HOUR)
    assert row.settled_by == office.dispatcher.actor.label
    told = AuditEntry.objects.get(verb="concerns.refusal_set_aside")
    assert (told.subject_id, told.facts) == (row.pk, {"number": row.number})
    with pytest.raises(MissingError):
        put_aside(row, office)


@pytest.mark.parametrize("note", ["", " \n", "长" * 501], ids=["none", "blank", "long"])
def test_nothing_is_set_aside_without_a_reason_of_fair_length(note: str) -> None:
    office = make_office()
    row = refused_order(office)
    with pytest.raises(InvalidError):
        put_aside(row, office, note)
    assert RefusedOrder.objects.get().state == "waiting"


def test_what_was_set_aside_stays_so_while_it_is_only_repeated() -> None:
    office = make_office()
    row = put_aside(refused_order(office), office)
    assert told_again(row, office).state == "set_aside"
    changed = told_again(row, office, told='{"words": "别的"}', reason="缺少编号")
    assert (changed.pk, changed.state, changed.reason) == (row.pk, "waiting", "缺少编号")
    assert (changed.refused_at, changed.settled_at) == (MONDAY + 2 * HOUR, None)
    assert RefusedOrder.objects.count() == 1


def test_a_repeat_of_what_waits_takes_the_new_words_and_keeps_its_age() -> None:
    office = make_office()
    first = refused_order(office)
    told_again(first, office, told="{}", reason="缺少编号")
    row = RefusedOrder.objects.get()
    assert (row.told, row.reason, row.refused_at) == ("{}", "缺少编号", MONDAY)


def test_an_order_brought_in_by_hand_settles_the_refusal_of_its_number_and_of_its_source_only() -> None:
    office = make_office()
    mine, other = refused_order(office), refused_order(office)
    for source in (make_source(office), mine.source):
        draft = make_superior_draft(office, number=mine.number, source_id=source.pk)
        take_superior_order(draft=draft, actor=office.dispatcher.actor, at=MONDAY + HOUR)
    states = dict(RefusedOrder.objects.values_list("pk", "state"))
    assert states == {mine.pk: "taken", other.pk: "waiting"}
    assert RefusedOrder.objects.get(pk=mine.pk).superior == SuperiorOrder.objects.get(source=mine.source)


def test_an_order_set_aside_that_is_brought_in_after_all_is_taken() -> None:
    office = make_office()
    row = put_aside(refused_order(office), office)
    draft = make_superior_draft(office, number=row.number, source_id=row.source_id)
    take_superior_order(draft=draft, actor=office.dispatcher.actor, at=MONDAY + 2 * HOUR)
    row.refresh_from_db()
    assert (row.state, row.told, row.note) == ("taken", "", "区里已撤销")


def test_only_who_sees_the_whole_street_sees_what_belongs_nowhere_yet() -> None:
    office = make_office()
    row = refused_order(office)
    refused_order(make_office())
    assert list(refusals_waiting(office.dispatcher.actor)) == [row]
    assert list(refusals_waiting(office.community_worker.actor)) == []


def test_the_page_names_the_reason_and_takes_it_again_once_that_is_gone() -> None:
    office = make_office()
    empty = refused_order(office)
    whole = refused_order(office, words="3号楼前的路灯不亮", phone="13800001111")
    client = english_client(office.dispatcher)
    answer = client.get(PAGE)
    words = text_of(answer)
    assert "2 orders could not be taken" in words
    assert all(shown in words for shown in (empty.number, whole.number, "工单没有内容", "自动热线"))
    assert "13800001111" not in answer.content.decode()
    refusal = client.post(f"{PAGE}refused/{empty.pk}/take/", follow=True)
    assert "It still cannot be taken. The order says nothing." in text_of(refusal)
    taken = client.post(f"{PAGE}refused/{whole.pk}/take/")
    superior = SuperiorOrder.objects.get()
    assert (superior.number, taken.headers["Location"]) == (
        whole.number,
        f"/desk/requests/{superior.concern_id}/",
    )
    after = text_of(client.get(PAGE))
    assert "1 order could not be taken" in after
    assert RefusedOrder.objects.get(state="waiting") == empty


def test_the_page_sets_aside_with_a_reason_and_loses_nothing_that_was_typed() -> None:
    office = make_office()
    row = refused_order(office)
    client = english_client(office.dispatcher)
    wrong = client.post(f"{PAGE}refused/{row.pk}/aside/", {"note": "长" * 501})
    assert wrong.status_code == 422
    assert "长" * 501 in wrong.content.decode()
    assert "Write why the order is set aside." in text_of(client.post(f"{PAGE}refused/{row.pk}/aside/"))
    assert RefusedOrder.objects.get().state == "waiting"
    done = client.post(f"{PAGE}refused/{row.pk}/aside/", {"note": "区里已撤销"}, follow=True)
    assert f"{row.number} is set aside" in text_of(done)
    assert RefusedOrder.objects.get().note == "区里已撤销"
    assert "could not be taken" not in text_of(client.get(PAGE))


def test_many_refusals_cost_no_more_statements_and_are_counted_in_full() -> None:
    office = make_office()
    first = refused_order(office)
    client = english_client(office.dispatcher)
    few = len(statements_of(client, PAGE))
    RefusedOrder.objects.bulk_create(
        RefusedOrder(
            sub_district=office.street, source=first.source, key=f"K{n}", number=f"K{n}", adapter="http_json",
            told="{}", reason="缺少编号", refused_at=MONDAY + HOUR + timedelta(minutes=n),
        )
        for n in range(MOST_REFUSALS)
    )  # fmt: skip
    assert len(statements_of(client, PAGE)) == few + 1  # the count
    words = text_of(client.get(PAGE))
    assert f"{MOST_REFUSALS + 1} orders could not be taken" in words
    assert f"The oldest {MOST_REFUSALS} are shown" in words


@pytest.mark.parametrize("told_number", [None, ""], ids=["numbered", "unnumbered"])
def test_what_was_told_is_read_with_a_trace_mended_and_settled(told_number: str | None) -> None:
    office = make_office()
    told = {"phone": "13800001111", "due_at": "月底"} | ({} if told_number is None else {"number": ""})
    row = refused_order(office, **told)
    client, page = english_client(office.dispatcher), f"{PAGE}refused/{row.pk}/"
    assert count_together([above_rows(office.dispatcher.actor)]) == [1]
    shown = client.get(page)
    assert all(part in shown.content.decode() for part in ("13800001111", "月底", row.reason))
    look = Look.objects.get(subject_id=row.pk)
    assert (look.columns, look.actor_id) == (["told"], str(office.dispatcher.actor.id))
    assert look.purpose
    typed = {"source": row.source_id, "number": "RX1", "words": "", "issued_at": "2026-10-30 09:00"}
    assert client.post(page, typed).status_code == 422
    assert RefusedOrder.objects.get().state == "waiting"
    client.post(page, typed | {"number": row.number or "RX1", "words": "路灯不亮"})
    row.refresh_from_db()
    superior = SuperiorOrder.objects.get()
    assert (row.state, row.superior, row.told) == ("taken", superior, "")
    assert superior.number == (row.number or "RX1")

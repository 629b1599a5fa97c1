"""Mediation: one window, sealed parties, an order that waits, an agreement with both its days, and honest figures."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.mediation_terms import last_day
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.measure import Question, Split
from jiezhi.kit.models import AuditEntry, Look, OutboxDelivery
from jiezhi.mediation.actions import (
    add_party,
    ask_court,
    begin_mediation,
    end_mediation,
    extend_term,
    follow_up,
    note_court,
    open_mediation,
    refer,
)
from jiezhi.mediation.actions.opening import MediationDraft, PartyDraft
from jiezhi.mediation.choices import MediationState, OtherBody, PartyKind, Side
from jiezhi.mediation.errors import MediationStepError
from jiezhi.mediation.invariants import (
    histories_of_mediations_lead_to_where_they_stand,
    orders_wait_for_a_mediation,
)
from jiezhi.mediation.measures import IN_TERM_SHARE, KEPT_SHARE, REACHED_SHARE
from jiezhi.mediation.models import Mediation, Mediator, Party
from jiezhi.mediation.tasks import remind_of_terms
from jiezhi.mediation.workflow import MEDIATION
from jiezhi.notices.models import Notice
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import Office, dispatched_order, make_office, settle
from tests.factories.hands import order_in_hand
from tests.factories.mediation import (
    NAMES,
    agreed_mediation,
    begun_mediation,
    make_mediator,
    opened_mediation,
)
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY

DAY = timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def test_the_flow_is_a_table_without_faults():
    assert MEDIATION.faults() == ()
    assert MEDIATION.states == set(MediationState.values)


@settings(max_examples=50, deadline=None)
@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 60), st.sets(st.integers(0, 6), max_size=6)
)
def test_a_term_never_ends_early_or_on_a_day_off(begin, days, off):
    found = last_day(begin, days, lambda day: day.weekday() not in off)
    assert found >= begin + days * DAY
    assert found.weekday() not in off
    assert all((begin + n * DAY).weekday() in off for n in range(days, (found - begin).days))


def test_an_order_waits_with_its_clock_still_and_goes_on_with_the_outcome(office):
    order = order_in_hand(office)
    due, began = order.due_at, MONDAY + DAY
    mediation = opened_mediation(office, order, at=began)
    order.refresh_from_db()
    assert order.state == OrderState.WAITING
    page = text_of(english_client(office.officer).get(reverse("workorders:order", args=[order.pk])))
    assert mediation.number in page
    assert "The clock stands still" in page
    with pytest.raises(MediationStepError):
        opened_mediation(office, order, at=began)
    end_mediation(
        mediation_id=mediation.pk, reason="一方不同意调解", actor=office.dispatcher.actor, at=began + 2 * DAY
    )
    order.refresh_from_db()
    assert order.state == OrderState.IN_HAND
    assert order.due_at == due + 2 * DAY  # two whole working days came back
    last = OrderEntry.objects.filter(order=order).order_by("-at", "-id")[0]
    assert (last.verb, mediation.number in last.note) == ("go_on", True)
    settle()
    assert Notice.objects.filter(kind="mediation.outcome", reader=office.officer.user).count() == 1


def test_an_order_that_nobody_has_taken_on_cannot_wait(office):
    with pytest.raises(WrongStepError):
        opened_mediation(office, dispatched_order(office))
    assert not Mediation.objects.exists()


def test_names_are_sealed_and_read_with_a_purpose(office):
    mediation = agreed_mediation(office)
    settle()
    name = NAMES[Side.APPLICANT]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM mediation_party")
        assert all(name not in row[0] for row in cursor.fetchall())
    kept = [str(row.facts) for row in AuditEntry.objects.all()] + [
        str(row.payload) for row in OutboxDelivery.objects.all()
    ]
    assert not any(name in text or "13900001234" in text for text in kept)
    client = english_client(office.community_worker)
    page = text_of(client.get(reverse("mediation:mediation", args=[mediation.pk])))
    assert name not in page
    assert "Applicant 1" in page
    url = reverse("mediation:reveal", args=[mediation.pk])
    assert name not in text_of(client.post(url, {"reason": ""}))
    assert not Look.objects.exists()
    assert name in text_of(client.post(url, {"reason": "contact"}))
    look = Look.objects.get()
    assert (look.subject_id, look.purpose) == (mediation.pk, "To reach the parties")
    paper = text_of(client.post(reverse("mediation:agreement", args=[mediation.pk]), {"reason": "agreement"}))
    for words in (mediation.agreement.number, name, "赔偿八百元", "演示调解员", "(signature)", "2026-12-02"):
        assert words in paper
    assert Look.objects.count() == 2


def test_nobody_is_mediated_against_their_will(office):
    mediation = opened_mediation(office)
    mediator = make_mediator(office)
    given = {"mediation_id": mediation.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    with pytest.raises(InvalidError):
        begin_mediation(mediator_ids=[mediator.pk], both_consent=False, **given)
    with pytest.raises(InvalidError):
        begin_mediation(mediator_ids=[office.street.pk], both_consent=True, **given)
    begun = begin_mediation(mediator_ids=[mediator.pk], both_consent=True, **given)
    assert (begun.begun_on, begun.last_on) == (date(2026, 11, 2), date(2026, 12, 2))
    assert list(begun.mediators.all()) == [mediator]


def test_one_side_alone_cannot_be_mediated(office):
    draft = MediationDraft("neighbours", "噪声纠纷", office.committee.pk)
    mediation = open_mediation(draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    party = PartyDraft(Side.APPLICANT, PartyKind.PERSON, "演示申请人")
    add_party(mediation_id=mediation.pk, draft=party, actor=office.dispatcher.actor, at=MONDAY)
    with pytest.raises(InvalidError):
        begin_mediation(
            mediation_id=mediation.pk, mediator_ids=[make_mediator(office).pk], both_consent=True,
            actor=office.dispatcher.actor, at=MONDAY,
        )  # fmt: skip


def test_more_time_needs_both_sides_and_counts_from_the_end_of_the_term(office):
    mediation = begun_mediation(office)
    given = {"mediation_id": mediation.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    for days, both in ((10, False), (31, True)):
        with pytest.raises(InvalidError):
            extend_term(days=days, both_consent=both, **given)
    assert extend_term(days=10, both_consent=True, **given).last_on == date(
        2026, 12, 14
    )  # 12 December is a Saturday


def test_the_court_confirms_within_thirty_days_and_whoever_mediates_is_reminded_of_both_days(office):
    mediation = agreed_mediation(office)
    assert mediation.agreement.confirm_until == date(2026, 12, 2)
    for days in (20, 24, 25):
        remind_of_terms(MONDAY + days * DAY)
        settle()
    told = Notice.objects.filter(kind="mediation.court", reader=office.community_worker.user)
    assert [notice.facts for notice in told] == [
        {"number": mediation.number, "begun": "2026-11-02", "last": "2026-12-02"}
    ]
    late = MONDAY + 31 * DAY
    given = {"mediation_id": mediation.pk, "actor": office.dispatcher.actor}
    with pytest.raises(InvalidError, match="2026-12-02"):
        ask_court(court="演示区人民法院", applied_on=late.date(), **given, at=late)
    mediation.refresh_from_db()
    assert mediation.state == MediationState.AGREED
    ask_court(court="演示区人民法院", applied_on=date(2026, 12, 2), **given, at=late)
    note_court(
        is_confirmed=True, court_number="（2026）演0101民特1号", decided_on=late.date(), **given, at=late
    )
    mediation.refresh_from_db()
    assert mediation.state == MediationState.CONFIRMED


def test_a_referral_keeps_its_receipt_and_a_broken_agreement_can_still_be_referred(office):
    mediation = agreed_mediation(office)
    given = {"mediation_id": mediation.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    referral = {"body": OtherBody.COURT, "body_name": "演示区人民法院", "referred_on": date(2026, 11, 2)}
    with pytest.raises(MediationStepError):
        refer(**referral, receipt="收1号", **given)
    follow_up(is_kept=False, **given)
    refer(**referral, receipt="收1号", **given)
    page = text_of(english_client(office.leader).get(reverse("mediation:mediation", args=[mediation.pk])))
    assert "收1号" in page
    # Referred at last, it still is a mediation that reached an agreement, and one that was not kept.
    assert shares(office, at=MONDAY) == ((1, 1), (0, 1))


def shares(office: Office, *, at) -> tuple[tuple[int | None, int], ...]:
    question = Question(office.leader.actor, date(2026, 11, 1), date(2026, 11, 30), at)
    figures = [measure.compute(question)[None] for measure in (REACHED_SHARE, KEPT_SHARE)]
    return tuple((figure.part, figure.whole) for figure in figures)


def test_an_agreement_that_was_signed_is_not_yet_one_that_was_kept(office):
    kept, signed, ended = agreed_mediation(office), agreed_mediation(office), begun_mediation(office)
    actor = office.dispatcher.actor
    assert shares(office, at=MONDAY) == ((2, 2), (0, 0))
    end_mediation(mediation_id=ended.pk, reason="分歧过大", actor=actor, at=MONDAY)
    follow_up(mediation_id=kept.pk, is_kept=True, actor=actor, at=MONDAY)
    assert shares(office, at=MONDAY) == ((2, 3), (1, 1))
    signed.refresh_from_db()
    assert signed.state == MediationState.AGREED
    question = Question(office.leader.actor, date(2026, 11, 1), date(2026, 11, 30), MONDAY, Split.COMMUNITY)
    assert IN_TERM_SHARE.compute(question)[office.community.pk].whole == 3


def test_a_mediation_of_another_area_is_missing(office):
    elsewhere = make_office()
    mediation = opened_mediation(elsewhere)
    with pytest.raises(MissingError):
        end_mediation(mediation_id=mediation.pk, reason="终止", actor=office.dispatcher.actor, at=MONDAY)


def test_the_story_is_told_on_its_pages(office):
    order = order_in_hand(office)
    client = english_client(office.officer)
    english_client(office.community_worker).post(
        reverse("mediation:mediators"),
        {"committee": office.committee.pk, "name": "演示调解员", "since_on": "2026-01-01"},
    )
    typed = {
        "kind": "damage",
        "brief": "漏水赔偿",
        "committee": office.committee.pk,
        "order_number": order.number,
    }
    client.post(reverse("mediation:new"), typed)
    mediation = Mediation.objects.get(order=order)

    def post(key: str, **fields: object):
        return client.post(reverse("mediation:deed", args=[mediation.pk, key]), fields)

    for side in (Side.APPLICANT, Side.RESPONDENT):
        post("party", side=side, party_kind="person", name=f"演示{side}", phone="", address="")
    assert Party.objects.filter(mediation=mediation).count() == 2
    refused = post("begin", mediators=[str(Mediator.objects.get().pk)])
    assert refused.status_code == 422
    assert "Mediation needs the consent of both sides" in text_of(refused)
    post("begin", mediators=[str(Mediator.objects.get().pk)], both_consent="on")
    mediation.refresh_from_db()
    today = mediation.begun_on.isoformat()
    post("sitting", held_at=f"{today}T00:01", place="社区调解室", outcome="agreed", notes="")
    post("agree", form="written", terms="赔偿八百元", effective_on=today, perform_until="2099-01-01")
    post("follow", is_kept="yes", follow_note="")
    mediation.refresh_from_db()
    order.refresh_from_db()
    assert (mediation.state, order.state) == (MediationState.KEPT, OrderState.IN_HAND)
    page = text_of(client.get(reverse("mediation:list"), {"show": "done"}))
    assert "100% (1 / 1)" in page


def test_what_must_hold_of_waiting_orders_and_histories_is_checked(office):
    order = order_in_hand(office)
    mediation = begun_mediation(office, order)
    checks = (orders_wait_for_a_mediation, histories_of_mediations_lead_to_where_they_stand)
    assert [list(check()) for check in checks] == [[], []]
    Mediation.objects.filter(pk=mediation.pk).update(state=MediationState.ENDED)
    assert [[breach.row for breach in check()] for check in checks] == [[order.number], [mediation.number]]
    Mediation.objects.filter(pk=mediation.pk).update(state=MediationState.UNDER_WAY)
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.IN_HAND)
    assert [breach.row for breach in checks[0]()] == [mediation.number]


def test_what_holds_a_number_of_a_person_is_refused_in_the_words_of_its_own_field(office):
    actor = office.dispatcher.actor
    for brief, said in (("请联系13900001234", "纠纷概述中疑似含有.*不加密"), (" ", "请用一句话概述纠纷")):
        draft = MediationDraft("neighbours", brief, office.committee.pk)
        with pytest.raises(InvalidError, match=said) as refused:
            open_mediation(draft=draft, actor=actor, at=MONDAY)
        assert "交办" not in str(refused.value)
    assert not Mediation.objects.exists()
    mediation = begun_mediation(office)
    for reason, said in (("请联系13900001234", "终止原因中疑似含有"), (" ", "终止原因")):
        with pytest.raises(InvalidError, match=said) as refused:
            end_mediation(mediation_id=mediation.pk, reason=reason, actor=actor, at=MONDAY)
        assert "交办" not in str(refused.value)
    mediation.refresh_from_db()
    assert mediation.state == MediationState.UNDER_WAY

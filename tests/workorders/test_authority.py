"""Orders go to each kind of department in the way that the office's authority allows, and come back by right."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.insight.queries import needing_attention
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.measure import Question
from jiezhi.organisation.choices import DepartmentKind as Kind
from jiezhi.project.demo.roles import OFFICER, RolePlan
from jiezhi.workorders import actions
from jiezhi.workorders.actions import AgreementDraft, GivenWord
from jiezhi.workorders.authority import possible_verbs, recordable_verbs
from jiezhi.workorders.choices import (
    ANSWER_AWAITED,
    HandOverMode,
    OrderState,
    ReopenReason,
    SendBackReason,
    Verb,
    WordChannel,
)
from jiezhi.workorders.errors import NotListedError, WayNotOpenError, WrongStepError
from jiezhi.workorders.lists import order_page
from jiezhi.workorders.measures import LEVEL_MEASURES, level_figures
from jiezhi.workorders.models import OrderEntry, OutpostAgreement, WorkOrder
from jiezhi.workorders.permissions import DISPATCH, FINISH
from jiezhi.workorders.queries import OrderFilter
from jiezhi.workorders.workflow import FLOWS, HAND_OVER_VERBS, RETURN_VERBS
from tests.factories import make_department, make_draft, make_entry, make_office
from tests.factories.offices import make_staff
from tests.factories.pages import english_client, text_of
from tests.factories.workorders import MONDAY, make_agreement

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORD = GivenWord("值班室", MONDAY + HOUR, WordChannel.TELEPHONE)


@pytest.fixture
def office():
    return make_office()


def sent(office, lead, *, way=None, matter=None):
    draft = make_draft(office, matter)
    return actions.open_order(draft=draft, lead=lead, way=way, actor=office.dispatcher.actor, at=MONDAY)


def deed(order, staff, **more):
    return {"order_id": order.pk, "seen_version": None, "actor": staff.actor, "at": MONDAY + 2 * HOUR} | more


def body(office, kind, **more):
    """A department of a kind with somebody who signs in."""
    lead = make_department(office.street, f"单位{kind}", kind=kind)
    return lead, make_staff(lead, OFFICER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "mode", "state"),
    [
        (Kind.SECTION, HandOverMode.DIRECT, OrderState.DISPATCHED),
        (Kind.OUTPOST, HandOverMode.REQUESTED, OrderState.REQUESTED),
        (Kind.BUREAU, HandOverMode.CALLED, OrderState.CALLED),
        (Kind.UTILITY, HandOverMode.REQUESTED, OrderState.REQUESTED),
    ],
)
def test_the_kind_of_department_decides_the_way(office, kind, mode, state):
    order = sent(office, make_department(office.street, kind=kind))
    assert (order.hand_over, order.state) == (mode, state)
    assert order.first_receiver_id == office.front_desk.pk
    last = OrderEntry.objects.filter(order=order).latest("at", "id")
    assert last.verb == HAND_OVER_VERBS[mode]


@pytest.mark.django_db
def test_an_agreement_makes_an_outpost_take_orders_while_it_is_in_force(office):
    outpost = make_department(office.street, kind=Kind.OUTPOST)
    agreement = make_agreement(outpost, matter=office.rubbish)
    assert sent(office, outpost).hand_over == HandOverMode.REQUESTED
    assert sent(office, outpost, matter=office.rubbish).hand_over == HandOverMode.AGREED
    actions.end_agreement(
        agreement_id=agreement.pk, on=date(2026, 11, 2), actor=office.dispatcher.actor, at=MONDAY
    )
    assert sent(office, outpost, matter=office.rubbish).hand_over == HandOverMode.REQUESTED


@pytest.mark.django_db
def test_an_agreement_for_a_wider_matter_holds_for_a_narrower_one(office):
    office.lamp.parent = office.rubbish
    office.lamp.save()
    outpost = make_department(office.street, kind=Kind.OUTPOST)
    make_agreement(outpost, matter=office.rubbish)
    assert sent(office, outpost).hand_over == HandOverMode.AGREED


@pytest.mark.django_db
def test_a_committee_gets_only_what_the_list_gives_it_here(office):
    before = WorkOrder.objects.count()
    with pytest.raises(NotListedError) as refusal:
        sent(office, office.committee)
    assert office.committee.name in refusal.value.message
    assert WorkOrder.objects.count() == before
    make_entry(office.lamp, office.committee, community=office.community)
    assert sent(office, office.committee).hand_over == HandOverMode.DIRECT


@pytest.mark.django_db
def test_what_lies_with_the_dispatcher_is_dispatched_and_not_handed_on(office):
    utility = make_department(office.street, kind=Kind.UTILITY)
    waiting = sent(office, None)
    back = sent(office, office.lighting)
    actions.send_back_order(**deed(back, office.officer), reason=SendBackReason.NOT_OURS, note="不归我们")
    for order in (waiting, back):
        with pytest.raises(WrongStepError):
            actions.reassign_order(**deed(order, office.dispatcher), department_id=utility.pk, note="归口")
    due_at = back.due_at
    again = deed(back, office.dispatcher) | {"at": MONDAY + 4 * HOUR}
    assert actions.dispatch_order(**again, department_id=utility.pk).due_at > due_at


@pytest.mark.django_db
def test_handing_on_to_a_committee_that_is_not_listed_is_refused_too(office):
    order = sent(office, office.lighting)
    with pytest.raises(NotListedError):
        actions.reassign_order(
            **deed(order, office.dispatcher), department_id=office.committee.pk, note="请社区处理"
        )
    order.refresh_from_db()
    assert order.lead_id == office.lighting.pk


@pytest.mark.django_db
def test_a_bureau_gets_its_own_duty_passed_up_and_is_called_for_others(office):
    bureau = make_department(office.street, kind=Kind.BUREAU)
    assert sent(office, bureau, way=HandOverMode.TRANSFERRED).state == OrderState.TRANSFERRED
    make_entry(office.rubbish, bureau)
    assert sent(office, bureau, matter=office.rubbish).state == OrderState.TRANSFERRED
    assert sent(office, bureau, matter=office.rubbish, way=HandOverMode.CALLED).state == OrderState.CALLED
    with pytest.raises(WayNotOpenError):
        sent(office, office.lighting, way=HandOverMode.CALLED)


@pytest.mark.django_db
def test_who_was_asked_declines_by_right_and_nobody_counts_it(office):
    utility, staff = body(office, Kind.UTILITY)
    order = sent(office, utility)
    with pytest.raises(WrongStepError):
        actions.send_back_order(**deed(order, staff), reason=SendBackReason.NOT_OURS, note="不是我们的")
    with pytest.raises(InvalidError):
        actions.decline_order(**deed(order, staff), note=" ")
    declined = actions.decline_order(**deed(order, staff), note="产权不属于本公司")
    assert (declined.state, declined.sent_back_count) == (OrderState.SENT_BACK, 0)
    assert declined.first_receiver_id == office.front_desk.pk
    again = actions.dispatch_order(**deed(declined, office.dispatcher), department_id=office.lighting.pk)
    assert (again.state, again.hand_over) == (OrderState.DISPATCHED, HandOverMode.DIRECT)
    with pytest.raises(WrongStepError):
        actions.decline_order(**deed(again, office.officer), note="不办")


@pytest.mark.django_db
def test_who_agreed_may_still_decline_and_then_it_is_not_counted_either(office):
    utility, staff = body(office, Kind.UTILITY)
    order = actions.agree_to_order(**deed(sent(office, utility), staff))
    assert order.state == OrderState.IN_HAND
    declined = actions.decline_order(**deed(order, staff), note="现场看后不属于本公司")
    assert (declined.state, declined.sent_back_count, declined.accepted_at) == (OrderState.SENT_BACK, 0, None)


@pytest.mark.django_db
def test_a_called_bureau_reports_for_duty_within_a_working_day(office):
    bureau, staff = body(office, Kind.BUREAU)
    order = sent(office, bureau)
    assert order.step_due_at is not None
    assert MONDAY < order.step_due_at <= MONDAY + 2 * DAY
    order = actions.report_for_duty(**deed(order, staff))
    assert (order.state, order.accepted_at) == (OrderState.IN_HAND, MONDAY + 2 * HOUR)


@pytest.mark.django_db
def test_a_bureau_takes_over_under_its_own_number_and_the_street_stays_first_receiver(office):
    bureau, staff = body(office, Kind.BUREAU)
    order = sent(office, bureau, way=HandOverMode.TRANSFERRED)
    with pytest.raises(InvalidError):
        actions.take_over_order(**deed(order, staff), their_number="", promised_on=None)
    with pytest.raises(InvalidError):
        actions.take_over_order(**deed(order, staff), their_number="区1", promised_on=date(2026, 1, 1))
    taken = actions.take_over_order(
        **deed(order, staff), their_number="区住建〔2026〕17", promised_on=date(2026, 11, 20)
    )
    taken.refresh_from_db()
    assert (taken.state, taken.their_number) == (OrderState.IN_HAND, "区住建〔2026〕17")
    assert (taken.promised_on, taken.first_receiver_id) == (date(2026, 11, 20), office.front_desk.pk)


@pytest.mark.django_db
def test_a_bureau_that_is_asked_again_has_promised_nothing_yet(office):
    bureau, staff = body(office, Kind.BUREAU)
    order = sent(office, bureau, way=HandOverMode.TRANSFERRED)
    actions.take_over_order(**deed(order, staff), their_number="区17", promised_on=date(2026, 11, 20))
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.AWAITING_CALLBACK, resolved_at=MONDAY + DAY)
    holder = system_job("test", sub_district_id=office.street.pk, permissions=frozenset({FINISH.code}))
    reason, at = ReopenReason.NOT_SOLVED, MONDAY + 2 * DAY
    order = actions.reopen_order(order_id=order.pk, reason=reason, actor=holder, at=at)
    assert (order.lead_id, order.their_number, order.promised_on) == (bureau.pk, "", None)
    order.refresh_from_db()
    assert (order.their_number, order.promised_on) == ("", None)


@pytest.mark.django_db
def test_the_word_of_a_body_that_does_not_sign_in_is_recorded_with_post_and_time(office):
    utility = make_department(office.street, kind=Kind.UTILITY)
    order = sent(office, utility)
    offered = recordable_verbs(office.dispatcher.actor, order, on=date(2026, 11, 2))
    assert offered == {Verb.AGREE, Verb.DECLINE}
    assert recordable_verbs(office.officer.actor, order, on=date(2026, 11, 2)) == frozenset()
    order = actions.agree_to_order(**deed(order, office.dispatcher), word=WORD)
    entry = OrderEntry.objects.get(order=order, verb=Verb.AGREE)
    assert (entry.said_by, entry.said_at, entry.said_through) == ("值班室", MONDAY + HOUR, "telephone")
    word = GivenWord("值班室", MONDAY + 3 * HOUR, WordChannel.LETTER)
    more = {"at": MONDAY + 4 * HOUR, "word": word}
    done = actions.resolve_order(**deed(order, office.dispatcher, **more), reply="已抢修")
    assert done.state == OrderState.AWAITING_CALLBACK
    assert OrderEntry.objects.get(order=order, verb=Verb.RESOLVE).said_by == "值班室"


@pytest.mark.django_db
def test_nobody_speaks_for_those_who_answer_here_or_without_saying_who_and_when(office):
    utility, _staff = body(office, Kind.UTILITY)
    order = sent(office, utility)
    with pytest.raises(RefusedError):
        actions.agree_to_order(**deed(order, office.dispatcher), word=WORD)
    section = sent(office, office.lighting)
    with pytest.raises(RefusedError):
        actions.accept_order(**deed(section, office.dispatcher), word=WORD)
    silent = sent(office, make_department(office.street, kind=Kind.UTILITY))
    for word in (
        GivenWord(" ", MONDAY + HOUR, WordChannel.LETTER),
        GivenWord("值班室", MONDAY + DAY, WordChannel.LETTER),
        GivenWord("值班室", MONDAY - DAY, WordChannel.LETTER),
    ):
        with pytest.raises(InvalidError):
            actions.agree_to_order(**deed(silent, office.dispatcher), word=word)
    with pytest.raises(RefusedError):
        actions.agree_to_order(**deed(silent, office.officer), word=WORD)


@pytest.mark.django_db
def test_a_reopened_request_asks_again_instead_of_ordering(office):
    utility, staff = body(office, Kind.UTILITY)
    order = actions.agree_to_order(**deed(sent(office, utility), staff))
    order = actions.resolve_order(**deed(order, staff), reply="已修")
    order = actions.reopen_order(
        order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor, at=MONDAY + DAY
    )
    assert order.state == OrderState.REQUESTED
    assert [e.verb for e in order.entries.order_by("at", "id")][-2:] == [Verb.REOPEN, Verb.REQUEST]


@pytest.mark.django_db
def test_one_verb_leads_back_and_it_fits_the_way(office):
    utility, staff = body(office, Kind.UTILITY)
    order = sent(office, utility)
    assert possible_verbs(staff.actor, order) == {Verb.AGREE, Verb.DECLINE}  # who was asked commands nobody
    with pytest.raises(RefusedError):
        actions.reassign_order(
            order_id=order.pk, department_id=office.lighting.pk, note="请办", seen_version=None,
            actor=staff.actor, at=MONDAY,
        )  # fmt: skip
    ordered = sent(office, office.lighting)
    assert possible_verbs(office.officer.actor, ordered) == {Verb.ACCEPT, Verb.SEND_BACK, Verb.REASSIGN}


@pytest.mark.django_db
def test_only_who_handles_orders_may_hand_on_what_lies_with_the_department(office):
    reader = make_staff(office.lighting, RolePlan("listener", "旁听人员", ("workorders:view",)))
    order = sent(office, office.lighting)
    with pytest.raises(RefusedError):
        actions.reassign_order(**deed(order, reader), department_id=office.committee.pk, note="归绿化")
    order.refresh_from_db()
    assert order.lead_id == office.lighting.pk


@pytest.mark.django_db
def test_a_job_that_may_dispatch_passes_through_the_same_rules(office):
    job = system_job(
        "tests.dispatch", sub_district_id=office.street.pk, permissions=frozenset({DISPATCH.code})
    )
    utility = make_department(office.street, kind=Kind.UTILITY)
    order = actions.open_order(draft=make_draft(office), lead=utility, actor=job, at=MONDAY)
    assert (order.state, order.hand_over) == (OrderState.REQUESTED, HandOverMode.REQUESTED)
    with pytest.raises(NotListedError):
        actions.open_order(draft=make_draft(office), lead=office.committee, actor=job, at=MONDAY)


@pytest.mark.django_db
def test_agreements_are_kept_for_outposts_once_and_forwards(office):
    outpost = make_department(office.street, kind=Kind.OUTPOST)

    def add(lead=outpost, name="协议", begin=date(2026, 1, 1), end=None):
        draft = AgreementDraft(lead.pk, None, name, "", begin, end)
        return actions.add_agreement(draft=draft, actor=office.dispatcher.actor, at=MONDAY)

    for wrong in (
        lambda: add(lead=office.lighting),
        lambda: add(name=" "),
        lambda: add(end=date(2025, 1, 1)),
    ):
        with pytest.raises(InvalidError):
            wrong()
    made = add()
    with pytest.raises(InvalidError):
        add(begin=date(2026, 6, 1))
    for day in (date(2025, 1, 1), date(2026, 12, 1)):
        if day.year == 2025:
            with pytest.raises(InvalidError):
                actions.end_agreement(agreement_id=made.pk, on=day, actor=office.dispatcher.actor, at=MONDAY)
        else:
            ended = actions.end_agreement(
                agreement_id=made.pk, on=day, actor=office.dispatcher.actor, at=MONDAY
            )
            assert ended.in_force_until == day
    assert add(begin=date(2026, 12, 1)).pk != made.pk


@given(st.sampled_from(sorted(FLOWS)), st.sampled_from(HandOverMode), st.randoms(use_true_random=False))
def test_no_way_of_handing_over_gets_an_order_stuck(name, mode, choice):
    flow = FLOWS[name]
    state = flow.target_of(HAND_OVER_VERBS[mode], flow.start)
    other = {Verb.SEND_BACK, Verb.DECLINE} - {RETURN_VERBS[mode]}
    for _step in range(choice.randint(0, 8)):
        verbs = [
            verb
            for verb in flow.verbs_from(state)
            if verb not in other and verb not in {*HAND_OVER_VERBS.values(), Verb.REASSIGN}
        ]
        if not verbs:
            break
        state = flow.target_of(choice.choice(verbs), state)
        assert flow.path_verbs(state, OrderState.CLOSED) is not None


def test_whoever_is_asked_can_say_yes_and_no():
    for flow in FLOWS.values():
        for state in ANSWER_AWAITED:
            targets = {flow.target_of(verb, state) for verb in flow.verbs_from(state)}
            assert {OrderState.IN_HAND, OrderState.SENT_BACK} <= targets
            assert Verb.SEND_BACK not in flow.verbs_from(state)


@pytest.mark.django_db
def test_the_level_of_the_last_department_is_where_a_thing_is_settled(office):
    utility, staff = body(office, Kind.UTILITY)
    for lead, worker, take_on in (
        (utility, staff, actions.agree_to_order),
        (office.lighting, office.officer, actions.accept_order),
    ):
        order = take_on(**deed(sent(office, lead), worker))
        actions.resolve_order(**deed(order, worker), reply="已修")
    question = Question(office.dispatcher.actor, date(2026, 11, 1), date(2026, 11, 30), MONDAY)
    shares = {measure.key: measure.compute(question)[None] for measure in LEVEL_MEASURES}
    assert {key: figure.value for key, figure in shares.items()} == {
        "settled_community": 0,
        "settled_street": 0.5,
        "settled_district": 0.5,
    }
    assert level_figures(question) == shares
    for key, figure in shares.items():
        listed = order_page(office.dispatcher.actor, OrderFilter(outcome=key), at=MONDAY)
        assert listed.count == figure.part


@pytest.mark.django_db
def test_the_dispatcher_records_a_no_on_the_order_page_and_what_is_missing_is_said(office):
    client = english_client(office.dispatcher)
    bureau = make_department(office.street, kind=Kind.BUREAU)
    order = actions.open_order(
        draft=make_draft(office), lead=bureau, actor=office.dispatcher.actor, at=timezone.now() - HOUR
    )
    page = text_of(client.get(f"/desk/orders/{order.pk}/"))
    assert "Called in" in page
    assert f"Nobody of {bureau.name} signs in here" in page
    said_at = timezone.localtime() - timedelta(minutes=5)
    typed = {
        "version": order.version,
        "answer": "decline",
        "said_by": "值班室",
        "said_at": f"{said_at:%Y-%m-%dT%H:%M}",
        "through": "telephone",
    }
    url = f"/desk/orders/{order.pk}/record-answer/"
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "值班室" in refused.content.decode()
    unexplained = client.post(url, typed | {"note": "不属于本局职责"})
    assert unexplained.status_code == 422
    assert "Choose the reason of their no." in text_of(unexplained)
    told = typed | {"note": "不属于本局职责", "reason": "other_body"}
    assert client.post(url, told).status_code == 302
    assert OrderEntry.objects.get(order=order, verb=Verb.DECLINE).reason == "other_body"
    order.refresh_from_db()
    assert (order.state, order.sent_back_count) == (OrderState.SENT_BACK, 0)
    after = text_of(client.get(f"/desk/orders/{order.pk}/"))
    assert "值班室, By telephone" in after
    assert "不属于本局职责" in after


@pytest.mark.django_db
def test_an_answer_not_given_in_time_stands_under_what_is_overdue(office):
    bureau = make_department(office.street, kind=Kind.BUREAU)
    order = sent(office, bureau)
    wanted, actor = OrderFilter(is_answer_late=True), office.dispatcher.actor
    assert order_page(actor, wanted, at=MONDAY + HOUR).count == 0
    assert [row.id for row in order_page(actor, wanted, at=MONDAY + 5 * DAY).rows] == [order.pk]
    assert [row.pk for row in needing_attention(actor, at=MONDAY + 5 * DAY).unanswered.rows] == [order.pk]


@pytest.mark.django_db
def test_an_agreement_is_entered_and_ended_on_its_page(office):
    client = english_client(office.dispatcher)
    outpost = make_department(office.street, kind=Kind.OUTPOST)
    typed = {"department_id": outpost.pk, "document_name": "协同处置协议", "in_force_from": "2026-01-01"}
    wrong = client.post("/desk/orders/agreements/", typed | {"in_force_until": "2025-01-01"})
    assert wrong.status_code == 422
    assert "must end after it begins" in text_of(wrong)
    assert "协同处置协议" in wrong.content.decode()
    assert client.post("/desk/orders/agreements/", typed).status_code == 302
    made = OutpostAgreement.objects.get(department=outpost)
    url = f"/desk/orders/agreements/{made.pk}/end/"
    assert client.post(url, {"on": "2025-12-31"}).status_code == 422
    assert client.post(url, {"on": "2026-10-01"}).status_code == 302
    assert "Ended" in text_of(client.get("/desk/orders/agreements/"))

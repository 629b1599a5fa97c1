"""What a reporter reads about where a request stands, and what happened to it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from jiezhi.concerns.choices import CallbackState, ConcernState, ExchangeKind
from jiezhi.concerns.models import Callback, Concern, Exchange
from jiezhi.concerns.standing import spoken_time, standing_of
from jiezhi.concerns.story import steps_of
from jiezhi.organisation.models import Department
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder

DUE = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(hours=1), DUE + timedelta(hours=1)
LIGHTING = Department(name="路灯管理所")

pytestmark = pytest.mark.django_db  # whether somebody acted for the reporter is asked of the table


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def concern_in(state: str, **order: object) -> Concern:
    if state in ConcernState:
        return Concern(state=state, submitted_at=BEFORE)
    made = WorkOrder(state=state, lead=LIGHTING, due_at=DUE, **order)
    return Concern(state=ConcernState.RECEIVED, order=made, submitted_at=BEFORE)


def entry(verb: Verb, *, note: str = "", at: datetime = BEFORE, due_at: datetime | None = None) -> OrderEntry:
    return OrderEntry(
        verb=verb, department=LIGHTING, note=note, at=at, due_at=due_at, actor_label="路灯管理所 · 某岗"
    )


@pytest.mark.parametrize("state", [ConcernState.SUBMITTED, ConcernState.ASKED, *OrderState])
def test_every_state_says_what_is_so_and_what_comes_next(state):
    standing = standing_of(concern_in(state), [], at=BEFORE)
    assert standing.label
    assert standing.sentence
    assert standing.next_step
    assert "%(" not in standing.sentence + standing.next_step


def test_a_promise_is_spoken_in_the_offices_time():
    assert spoken_time(DUE) == "17:00 on 6 November (Friday)"
    assert (
        standing_of(concern_in(OrderState.IN_HAND), [], at=BEFORE).promise
        == "before 17:00 on 6 November (Friday)"
    )


def test_a_promise_in_chinese_reads_as_people_say_it():
    with translation.override("zh-hans"):
        promise = standing_of(concern_in(OrderState.IN_HAND), [], at=BEFORE).promise
    assert promise == "11月6日（星期五）17:00前"


def test_a_missed_promise_is_admitted():
    standing = standing_of(concern_in(OrderState.IN_HAND), [], at=AFTER)
    assert standing.is_late
    assert standing.tone == "bad"
    assert "has passed" in standing.promise


def test_work_reported_done_promises_nothing_more():
    standing = standing_of(concern_in(OrderState.AWAITING_CALLBACK), [], at=AFTER)
    assert (standing.promise, standing.is_late, standing.may_answer) == ("", False, True)


@pytest.mark.parametrize(
    ("verbs", "was_extended"),
    [
        ((Verb.DISPATCH,), False),
        ((Verb.DISPATCH, Verb.EXTEND), True),
        ((Verb.EXTEND, Verb.RESOLVE), True),
        ((Verb.EXTEND, Verb.RESOLVE, Verb.REOPEN), False),
    ],
)
def test_an_extension_is_told_until_a_new_limit_begins(verbs, was_extended):
    history = [entry(verb) for verb in verbs]
    standing = standing_of(concern_in(OrderState.IN_HAND), [], at=BEFORE, history=history)
    assert standing.was_extended is was_extended


def test_a_closed_request_that_nobody_judged_may_still_be_judged():
    standing = standing_of(concern_in(OrderState.CLOSED), [], at=AFTER)
    assert (standing.may_answer, standing.may_reopen) == (True, False)


def test_a_closed_request_that_was_judged_may_be_reopened_once():
    answered = Callback(round=1, state=CallbackState.ANSWERED)
    standing = standing_of(concern_in(OrderState.CLOSED, was_solved=True), [answered], at=AFTER)
    assert (standing.may_answer, standing.may_reopen) == (False, True)
    discontent = Callback(round=1, state=CallbackState.ANSWERED, was_solved=True, was_satisfied=False)
    again = Callback(round=2, state=CallbackState.ANSWERED, was_solved=False, was_satisfied=False)
    closed_again = concern_in(OrderState.CLOSED, reopened_count=1, was_solved=False)
    standing = standing_of(closed_again, [discontent, again], at=AFTER)
    assert (standing.may_answer, standing.may_reopen) == (False, False)
    assert "closed with your answer on record" in standing.next_step


@pytest.mark.parametrize("first", [CallbackState.LAPSED, CallbackState.UNREACHABLE, CallbackState.ANSWERED])
def test_who_has_not_used_their_right_reads_so_whatever_another_did_with_theirs(first):
    order = concern_in(OrderState.CLOSED, reopened_count=1, was_solved=False)
    mine = [Callback(round=1, state=first, was_solved=first == CallbackState.ANSWERED or None)]
    mine.append(Callback(round=2, state=CallbackState.ANSWERED, was_solved=True, was_satisfied=True))
    standing = standing_of(order, mine, at=AFTER)
    assert (standing.may_reopen, standing.has_no_right) == (True, False)
    assert "If the problem comes back, tell us below" in standing.next_step


def test_who_is_asked_again_is_promised_no_second_reopening():
    asked = [
        Callback(round=1, state=CallbackState.ANSWERED, was_solved=False, was_satisfied=False),
        Callback(round=2, state=CallbackState.WAITING),
    ]
    standing = standing_of(concern_in(OrderState.AWAITING_CALLBACK, reopened_count=1), asked, at=AFTER)
    assert (standing.may_answer, standing.has_no_right) == (True, True)
    assert "taken up again" not in standing.next_step


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_words_and_names_no_post(verb):
    concern = concern_in(OrderState.IN_HAND)
    (step, _made) = steps_of(
        concern, exchanges=[], callbacks=[], history=[entry(verb, note="内部意见", due_at=DUE)]
    )
    assert step.title
    assert "%(" not in step.title
    assert "某岗" not in step.title + step.text
    shows_note = verb in (Verb.RESOLVE, Verb.ANSWER)
    assert ("内部意见" in step.text) is shows_note


def test_the_story_is_told_newest_first():
    concern = concern_in(OrderState.IN_HAND)
    asked = Exchange(id=uuid4(), kind=ExchangeKind.QUESTION, words="哪一盏？", at=DUE)
    steps = steps_of(concern, exchanges=[asked], callbacks=[], history=[entry(Verb.DISPATCH, at=AFTER)])
    assert [step.title for step in steps] == [
        "Given to 路灯管理所",
        "The office asked you",
        "You made the request",
    ]


def test_a_round_without_an_answer_is_not_in_the_story():
    waiting = Callback(round=1, state=CallbackState.WAITING)
    away = Callback(round=1, state=CallbackState.UNREACHABLE, answered_at=AFTER)
    concern = concern_in(OrderState.CLOSED)
    steps = steps_of(concern, exchanges=[], callbacks=[waiting, away], history=[])
    assert [step.title for step in steps] == ["We could not reach you", "You made the request"]

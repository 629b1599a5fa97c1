"""A model goes to use only when it reads no worse, proposes with reasons, and acts alone only where it may."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from jiezhi.concerns import classifiers
from jiezhi.concerns.actions import (
    Confirmation,
    confirm_concern,
    dispatch_by_itself,
    put_classifier_live,
    switch_self_dispatch,
)
from jiezhi.concerns.choices import ClassifierState, ConcernState, SelfDispatch
from jiezhi.concerns.classifiers import confirmed, folder_of, matters_by_class
from jiezhi.concerns.errors import NotSureError
from jiezhi.concerns.models import Classifier, Concern
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.tasks import dispatch_sure_requests
from jiezhi.engine.text.model import TextModel
from jiezhi.engine.text.vectors import Vocabulary
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.models import ResponsibilityEntry
from jiezhi.workorders.actions import dispatch_order, send_back_order
from jiezhi.workorders.choices import OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from tests.factories import Office, make_office, settle, staff_client, submitted_concern
from tests.factories.merging import reported
from tests.factories.reading import CARD, make_classifier
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
LAMP = "3号楼前的路灯坏了"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.CLASSIFIER_ROOT = tmp_path
    classifiers._loaded.cache_clear()


def live_model(office: Office, *, least: float | None = 1.0) -> Classifier:
    """A model by hand: the word 路灯 speaks for the office's lamps with a margin of 2."""
    row = make_classifier(office, margin=least)
    vocabulary = Vocabulary({"=路灯": 0}, np.ones(1, np.float32))
    card = CARD | {"margin": least}
    weights, offsets = np.array([[1.0, -1.0]], np.float32), np.zeros(2, np.float32)
    TextModel(vocabulary, weights, offsets, ("路灯不亮", "没有的事"), card).save(folder_of(row.pk))
    return put_classifier_live(classifier_id=row.pk, actor=office.dispatcher.actor, at=MONDAY)


def read(office: Office, words: str = LAMP) -> Concern:
    made = submitted_concern(office, words).concern
    settle(MONDAY)
    return Concern.objects.get(pk=made.pk)


def switch(office: Office, *, is_on: bool) -> None:
    switch_self_dispatch(is_on=is_on, actor=office.dispatcher.actor, at=MONDAY)


def test_a_first_model_that_was_learnt_here_is_put_to_use_and_who_did_it_is_on_record() -> None:
    office = make_office()
    first = make_classifier(office)
    live = put_classifier_live(classifier_id=first.pk, actor=office.dispatcher.actor, at=MONDAY)
    assert (live.state, live.live_by) == (ClassifierState.LIVE, office.dispatcher.actor.label)
    row = AuditEntry.objects.get(verb="concerns.classifier_put_live")
    assert row.actor_id == office.dispatcher.actor.id
    assert row.facts == {
        "number": 1,
        "before": None,
        "tried_on": 0,
        "against": None,
        "uncompared": False,
    }


def test_a_model_that_knows_no_matter_of_the_street_is_not_put_to_use() -> None:
    office = make_office()
    row = make_classifier(office)
    Classifier.objects.filter(pk=row.pk).update(matters={})
    with pytest.raises(InvalidError):
        put_classifier_live(classifier_id=row.pk, actor=office.dispatcher.actor, at=MONDAY)


def test_classes_are_matched_by_code_or_name() -> None:
    pk = UUID(int=7)
    assert matters_by_class(["L1", "路灯", "别的"], [(pk, "L1", "路灯")]) == {"L1": str(pk), "路灯": str(pk)}


def test_what_the_model_reads_stands_before_the_keywords_with_its_words() -> None:
    office = make_office()
    live_model(office)
    hints = read(office).suggestions
    assert hints[0]["learnt"]
    assert hints[0]["matter_id"] == str(office.lamp.pk)
    assert hints[0]["words"] == ["路灯"]
    assert hints[0]["chance"] == pytest.approx(0.88, abs=0.01)
    page = staff_client(office.dispatcher).get(f"/desk/requests/{Concern.objects.get().pk}/").content.decode()
    assert "“路灯”" in page
    assert f"{hints[0]['chance']:.1%}" in page


def test_without_its_files_requests_are_read_by_keywords() -> None:
    office = make_office()
    row = make_classifier(office)
    put_classifier_live(classifier_id=row.pk, actor=office.dispatcher.actor, at=MONDAY)
    hints = read(office).suggestions
    assert hints
    assert not any(hint.get("learnt") for hint in hints)


def test_nothing_goes_out_by_itself_unless_the_street_switched_it_on() -> None:
    office = make_office()
    live_model(office)
    concern = read(office)
    dispatch_sure_requests(MONDAY)
    concern.refresh_from_db()
    assert (concern.self_dispatch, concern.state) == ("", ConcernState.SUBMITTED)


def test_a_sure_request_goes_to_the_section_that_the_list_names() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office)
    assert concern.self_dispatch == SelfDispatch.SURE
    dispatch_sure_requests(MONDAY)
    concern.refresh_from_db()
    order = WorkOrder.objects.get(concerns=concern)
    assert order.lead == office.lighting
    assert order.matter == office.lamp
    assert (concern.state, concern.self_dispatch) == (ConcernState.RECEIVED, SelfDispatch.DONE)
    assert AuditEntry.objects.filter(verb="concerns.dispatched_by_itself", subject_id=concern.pk).exists()


@pytest.mark.parametrize("least", [None, 2.5])
def test_below_the_margin_a_person_decides(least: float | None) -> None:
    office = make_office()
    live_model(office, least=least)
    switch(office, is_on=True)
    assert read(office).self_dispatch == ""


def test_a_danger_never_goes_out_by_itself() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office, "路灯杆着火了，快来")
    assert concern.suggestions[0]["is_sure"]
    assert (concern.danger, concern.self_dispatch) == ("fire", "")
    Concern.objects.filter(pk=concern.pk).update(self_dispatch=SelfDispatch.SURE)
    dispatch_sure_requests(MONDAY)
    concern.refresh_from_db()
    assert (concern.state, concern.self_dispatch) == (ConcernState.SUBMITTED, SelfDispatch.LEFT)


def test_what_the_list_does_not_settle_is_left_and_the_next_one_goes_out() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    left, sent = read(office), read(office, "5号楼前的路灯也坏了")
    left.suggestions[0]["matter_id"] = str(UUID(int=1))  # taken out of use since it was read
    left.save(update_fields=["suggestions"])
    dispatch_sure_requests(MONDAY)
    left.refresh_from_db()
    sent.refresh_from_db()
    assert (left.self_dispatch, sent.self_dispatch) == (SelfDispatch.LEFT, SelfDispatch.DONE)
    row = AuditEntry.objects.get(verb="concerns.left_to_dispatcher")
    assert row.facts == {"reason": "missing"}


def test_a_gap_in_the_list_leaves_it_to_a_person() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office)
    ResponsibilityEntry.objects.all().delete()
    dispatch_sure_requests(MONDAY)
    concern.refresh_from_db()
    assert (concern.self_dispatch, concern.state) == (SelfDispatch.LEFT, ConcernState.SUBMITTED)


def test_switching_off_keeps_back_what_has_not_gone_out() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office)
    switch(office, is_on=False)
    concern.refresh_from_db()
    assert concern.self_dispatch == SelfDispatch.LEFT
    job = system_job(
        "t", sub_district_id=office.street.pk, permissions=frozenset({RECEIVE.code, DISPATCH.code})
    )
    with pytest.raises(NotSureError):
        dispatch_by_itself(concern_id=concern.pk, actor=job, at=MONDAY)


def test_only_what_people_decided_is_learnt_from() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    read(office)
    dispatch_sure_requests(MONDAY)
    by_hand = submitted_concern(office, "垃圾没人收", at=MONDAY + timedelta(hours=1)).concern
    decided = Confirmation(matter_id=office.rubbish.pk, brief="清运垃圾", department_id=office.lighting.pk)
    confirm_concern(
        concern_id=by_hand.pk,
        confirmation=decided,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    assert [(told.words, told.code) for told in confirmed(office.street.pk)] == [
        ("垃圾没人收", office.rubbish.code)
    ]


def test_what_went_out_by_itself_teaches_nothing_while_it_keeps_its_matter() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office)
    dispatch_sure_requests(MONDAY)
    order = WorkOrder.objects.get(concerns=concern)
    deed = {"order_id": order.pk, "seen_version": None, "at": MONDAY}
    back = {"reason": SendBackReason.NOT_OURS, "note": "不归我们管"}
    send_back_order(**deed, **back, actor=office.officer.actor)
    assert confirmed(office.street.pk) == []
    # Given to another department it keeps its matter: nobody said what it is about.
    dispatch_order(**deed, department_id=office.front_desk.pk, actor=office.dispatcher.actor)
    assert confirmed(office.street.pk) == []


def test_what_lies_back_with_the_dispatcher_is_not_decided() -> None:
    office = make_office()
    concern, order = reported(office)
    assert [told.words for told in confirmed(office.street.pk)] == [concern.words]
    WorkOrder.objects.filter(pk=order.pk).update(state=OrderState.SENT_BACK)
    assert confirmed(office.street.pk) == []


def test_the_page_shows_the_card_and_switches_dispatching() -> None:
    office = make_office()
    made = make_classifier(office, macro_f1=0.95)
    client = staff_client(office.dispatcher)
    page = client.get("/desk/models/").content.decode()
    assert "93.0%" in page
    assert "没有的事" in page
    assert client.post(f"/desk/models/{made.pk}/live/").status_code == 302
    assert client.post("/desk/models/dispatch/", {"is_on": "yes"}).status_code == 302
    assert classifiers.dispatches_itself(office.street.pk)


def test_the_card_names_matters_as_the_street_does_and_rounds_nothing_up_to_all() -> None:
    office = make_office()
    made = make_classifier(office)
    classes = {office.lamp.code: 100, office.lamp.name: 20, "property-x": 8}
    matters = dict.fromkeys((office.lamp.code, office.lamp.name), str(office.lamp.pk))
    card = made.card | {"classes": classes, "scores": CARD["scores"] | {"accuracy": 0.9996, "top3": 1.0}}
    Classifier.objects.filter(pk=made.pk).update(card=card, matters=matters)
    page = staff_client(office.dispatcher).get("/desk/models/").content.decode()
    assert f"<dd>{office.lamp.name} 120</dd>" in page
    assert "<dd>property-x 8</dd>" in page
    for share in ("99.9%", "100.0%", "75.0%", "98.3%"):
        assert share in page


def test_a_matter_that_people_put_right_is_learnt_from() -> None:
    office = make_office()
    live_model(office)
    switch(office, is_on=True)
    concern = read(office)
    dispatch_sure_requests(MONDAY)
    order = WorkOrder.objects.get(origin_id=concern.pk)
    deed = {"order_id": order.pk, "seen_version": None, "at": MONDAY}
    back = {"reason": SendBackReason.WRONG_MATTER, "note": "应为暴露垃圾"}
    send_back_order(**deed, **back, actor=office.officer.actor)
    dispatch_order(**deed, department_id=None, matter_id=office.rubbish.pk, actor=office.dispatcher.actor)
    concern.refresh_from_db()
    assert [(told.words, told.code) for told in classifiers.confirmed(office.street.pk)] == [
        (concern.words, office.rubbish.code)
    ]
    assert concern.suggestions[0]["matter_id"] == str(office.lamp.pk)

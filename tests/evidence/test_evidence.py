"""The evidence of an order in one document, what does not count, and what the superior heard."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.concerns.actions import Confirmation, Verdict, answer_callback, confirm_concern
from jiezhi.engine import typesetting
from jiezhi.evidence import keeping
from jiezhi.evidence.actions import (
    Heard,
    ask_exclusion,
    ask_pack,
    decide_exclusion,
    record_superior_callback,
    withdraw_exclusion,
)
from jiezhi.evidence.brief import brief_of
from jiezhi.evidence.choices import ExclusionGround, ExclusionState, PackState
from jiezhi.evidence.drawing import set_document
from jiezhi.evidence.errors import DecidedError, GroundError, OwnWishError, TypesettingError
from jiezhi.evidence.invariants import packs_that_wait_are_being_made
from jiezhi.evidence.models import EvidencePack, Exclusion, SuperiorCallback
from jiezhi.evidence.queries import own_rates
from jiezhi.evidence.tasks import tidy_evidence
from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.kit.measure import Question
from jiezhi.kit.models import Look, OutboxDelivery, StoredPicture
from jiezhi.pictures import disk
from jiezhi.workorders.actions import accept_order, close_order, resolve_order
from jiezhi.workorders.measures import ON_TIME, SATISFIED, SOLVED
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_office, settle, staff_client
from tests.factories.above import superior_order
from tests.factories.hands import reported_order
from tests.factories.organisation import make_duty
from tests.factories.workorders import MONDAY
from tests.pictures.uploads import coloured

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WORDS = '路灯坏了，找王师傅 13812345678。#panic("x") *不是标记* $x$'


@pytest.fixture
def pdf_reading():
    pytest.importorskip("typst", reason="install typst: it sets documents")
    return pytest.importorskip("pypdf", reason="install pypdf: it reads them")


def told_order(office) -> tuple[WorkOrder, object]:
    """An order behind which an order from above stands, with a picture that is kept and one whose file is gone."""
    superior = superior_order(office, words=WORDS)
    draft = Confirmation(matter_id=office.lamp.pk, brief="修复路灯")
    order = confirm_concern(
        concern_id=superior.concern_id,
        confirmation=draft,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + HOUR,
    )
    for sha256 in (disk.keep(coloured((1600, 900))), "0" * 64):
        StoredPicture.objects.create(
            sub_district_id=office.street.pk,
            sha256=sha256,
            width_px=1600,
            height_px=900,
            size_bytes=1,
            content_type="image/jpeg",
            owner_kind="workorders.order",
            owner_id=order.pk,
            created_at=MONDAY + 2 * HOUR,
        )
    return order, superior


def ask(office, order, *, by="officer", **changes) -> Exclusion:
    wish = {
        "ground": ExclusionGround.OTHER_ROUTE,
        "basis": "行政诉讼法第十二条",
        "duty_entry_id": None,
        "words": "当事人已起诉",
    } | changes
    actor = getattr(office, by).actor
    return ask_exclusion(order_id=order.pk, **wish, actor=actor, at=MONDAY + 3 * HOUR)


def closed_order(office, *, was_satisfied: bool) -> WorkOrder:
    order = reported_order(office)
    return close_order(
        order_id=order.pk,
        was_solved=True,
        was_satisfied=was_satisfied,
        actor=office.dispatcher.actor,
        at=MONDAY + 4 * HOUR,
    )


def test_a_document_is_made_by_the_worker_and_holds_everything_but_private_data(pdf_reading, office_told):
    office, order, superior = office_told
    duty = make_duty(office.street, matter=office.lamp)
    heard = Heard(MONDAY.date(), was_reached=True, was_solved=True, likes_service=True, likes_outcome=False)
    record_superior_callback(superior_id=superior.pk, heard=heard, actor=office.dispatcher.actor, at=MONDAY)
    client = staff_client(office.dispatcher)
    client.post(reverse("evidence:make", args=[order.pk]))
    client.post(reverse("evidence:make", args=[order.pk]))
    assert EvidencePack.objects.count() == 1  # while one is being made, no second is
    settle()
    pack = EvidencePack.objects.get()
    assert pack.state == PackState.READY
    answer = client.post(reverse("evidence:document", args=[pack.pk]))
    assert hashlib.sha256(answer.content).hexdigest() == pack.file_digest
    assert not keeping.path_of(pack.pk).read_bytes().startswith(b"%PDF")  # sealed on the disk
    reader = pdf_reading.PdfReader(io.BytesIO(answer.content))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    said = ("#panic(", "*不是标记*", "138****5678")
    for expected in (order.number, "修复路灯", duty.basis_number, superior.number, *said):
        assert expected in text, expected
    assert "13812345678" not in text
    picture = StoredPicture.objects.exclude(sha256="0" * 64).get(owner_id=order.pk)
    assert picture.sha256 in text
    assert pack.content_digest in text
    widths = [image.image.width for page in reader.pages for image in page.images]
    assert widths == [1200]  # shrunk, and the missing one is told in words
    last = reader.pages[-1].extract_text()
    assert str(len(reader.pages)) in last
    assert Look.objects.get().columns == ["words", "pictures"]


@pytest.fixture
def office_told():
    office = make_office()
    return office, *told_order(office)


def test_who_may_not_read_requests_gets_a_document_without_their_words(office_told):
    office, order, _superior = office_told
    pack = ask_pack(order_id=order.pk, actor=office.officer.actor, at=MONDAY)
    brief = brief_of(pack)
    assert brief.words == []
    assert "王师傅" not in str(brief.printed())
    full = ask_pack(order_id=order.pk, actor=office.dispatcher.actor, at=MONDAY)
    assert full.pk != pack.pk
    assert "王师傅" in str(brief_of(full).printed())
    EvidencePack.objects.filter(pk=full.pk).update(
        state=PackState.READY, content_digest="c", file_digest="f", made_at=MONDAY
    )
    refused = staff_client(office.officer).post(reverse("evidence:document", args=[full.pk]))
    assert refused.status_code == 403
    with pytest.raises(MissingError):
        ask_pack(order_id=order.pk, actor=make_office().dispatcher.actor, at=MONDAY)


def test_the_same_facts_have_the_same_digest_and_others_another(office_told):
    office, order, superior = office_told
    pack = ask_pack(order_id=order.pk, actor=office.dispatcher.actor, at=MONDAY)
    first = brief_of(pack).digest()
    assert brief_of(pack).digest() == first
    heard = Heard(MONDAY.date(), was_reached=False)
    record_superior_callback(superior_id=superior.pk, heard=heard, actor=office.dispatcher.actor, at=MONDAY)
    assert brief_of(pack).digest() != first


def test_the_office_callback_and_the_superiors_stand_apart(office_told):
    office, order, superior = office_told
    officer = office.officer.actor
    accept_order(order_id=order.pk, seen_version=None, actor=officer, at=MONDAY + HOUR)
    resolve_order(order_id=order.pk, reply="已更换", seen_version=None, actor=officer, at=MONDAY + 2 * HOUR)
    settle()
    verdict = Verdict(was_solved=True, was_satisfied=True)
    answer_callback(
        concern_id=superior.concern_id, verdict=verdict, actor=office.dispatcher.actor, at=MONDAY + 3 * HOUR
    )
    heard = Heard(MONDAY.date(), was_reached=True, was_solved=False, likes_service=True, likes_outcome=False)
    client = staff_client(office.dispatcher)
    answers = {"was_solved": "no", "likes_service": "yes", "likes_outcome": "no"}
    typed = {"called_on": "2026-11-02", "was_reached": "on", **answers}
    client.post(reverse("evidence:record_heard", args=[order.pk, superior.pk]), typed)
    kept = SuperiorCallback.objects.get()
    assert (kept.was_solved, kept.likes_service, kept.likes_outcome) == (False, True, False)
    brief = brief_of(ask_pack(order_id=order.pk, actor=office.dispatcher.actor, at=MONDAY))
    assert "未解决" not in str(brief.callbacks)
    assert "未解决" in str(brief.above)
    order.refresh_from_db()
    assert order.was_solved is True  # the superior's word changes nothing of the office's own
    with pytest.raises(DecidedError):
        record_superior_callback(
            superior_id=superior.pk, heard=heard, actor=office.dispatcher.actor, at=MONDAY
        )
    with pytest.raises(GroundError):
        record_superior_callback(
            superior_id=superior.pk,
            heard=Heard((MONDAY + timedelta(days=1)).date(), was_reached=False, was_solved=True),
            actor=office.dispatcher.actor,
            at=MONDAY,
        )


def test_a_machine_without_the_library_or_a_font_says_what_to_install(office_told, monkeypatch):
    office, order, _superior = office_told
    ask_pack(order_id=order.pk, actor=office.officer.actor, at=MONDAY)
    typesetting.chinese_font.cache_clear()
    monkeypatch.setattr(typesetting, "find_spec", lambda _name: None)
    settle()
    pack = EvidencePack.objects.get()
    assert pack.state == PackState.FAILED
    assert "typst" in pack.trouble
    page = staff_client(office.officer).get(reverse("evidence:evidence", args=[order.pk])).content.decode()
    assert "typst" in page

    class Bare:
        class Fonts:
            def families(self):
                return ["DejaVu Sans"]

    monkeypatch.setattr(typesetting, "setter", lambda: Bare)
    with pytest.raises(TypesettingError, match="fonts-noto-cjk"):
        set_document(brief_of(pack), made="")
    typesetting.chinese_font.cache_clear()


def test_files_go_after_a_week_and_digests_stay(office_told):
    office, order, _superior = office_told
    pack = ask_pack(order_id=order.pk, actor=office.officer.actor, at=MONDAY)
    assert [breach.row for breach in packs_that_wait_are_being_made()] == []
    OutboxDelivery.objects.all().delete()
    EvidencePack.objects.update(asked_at=timezone.now())
    assert [breach.row for breach in packs_that_wait_are_being_made()] == [f"evidence pack {pack.pk}"]
    keeping.keep(pack.pk, b"%PDF made up")
    EvidencePack.objects.update(state=PackState.READY, content_digest="c", file_digest="f", made_at=MONDAY)
    tidy_evidence(MONDAY + timedelta(days=6))
    assert keeping.read(pack.pk) == b"%PDF made up"
    tidy_evidence(MONDAY + timedelta(days=8))
    assert keeping.read(pack.pk) is None
    pack.refresh_from_db()
    assert (pack.state, pack.file_digest) == (PackState.GONE, "f")
    answer = staff_client(office.officer).post(reverse("evidence:document", args=[pack.pk]), follow=True)
    assert "已清理" in answer.content.decode()


def test_another_person_decides_what_does_not_count():
    office = make_office()
    order = reported_order(office)
    wish = ask(office, order)
    with pytest.raises(DecidedError):
        ask(office, order)
    with pytest.raises(RefusedError):
        decide_exclusion(
            exclusion_id=wish.pk, is_granted=True, answer="是", actor=office.officer.actor, at=MONDAY
        )
    page = staff_client(office.leader).post(
        reverse("evidence:decide", args=[wish.pk]), {"decision": "grant", "answer": "起诉状已附"}
    )
    assert page.status_code == 302
    wish.refresh_from_db()
    assert (wish.state, wish.answer) == (ExclusionState.GRANTED, "起诉状已附")
    assert wish.decider_id != wish.asker_id
    order.refresh_from_db()
    assert order.state == "awaiting_callback"  # it is handled all the same


def test_nobody_decides_on_their_own_wish_and_a_reason_is_given():
    office = make_office()
    order = reported_order(office)
    both = office.leader.actor.lent("evidence:ask_exclusion")
    wish = ask_exclusion(
        order_id=order.pk,
        ground=ExclusionGround.UNLAWFUL,
        basis="",
        duty_entry_id=make_duty(office.street, matter=office.lamp).pk,
        words="要求违法",
        actor=both,
        at=MONDAY,
    )
    assert "明政发" in wish.basis
    with pytest.raises(OwnWishError):
        decide_exclusion(exclusion_id=wish.pk, is_granted=True, answer="是", actor=both, at=MONDAY)
    withdraw_exclusion(exclusion_id=wish.pk, actor=both, at=MONDAY)
    with pytest.raises(GroundError):
        ask(office, order, basis=" ")
    again = ask(office, order)
    with pytest.raises(GroundError):
        decide_exclusion(exclusion_id=again.pk, is_granted=False, answer=" ", actor=both, at=MONDAY)


def test_the_rate_over_all_orders_stands_beside_the_one_without_the_excluded():
    office = make_office()
    closed_order(office, was_satisfied=True)
    bad = closed_order(office, was_satisfied=False)
    days = {"first_on": MONDAY.date(), "last_on": MONDAY.date()}
    period = days | {"at": MONDAY + timedelta(days=1)}
    wish = ask(office, bad)
    rates = {rate.name: rate for rate in own_rates(office.leader.actor, **period)}
    asked = Question(office.leader.actor, *days.values(), at=period["at"])
    for measure in (ON_TIME, SOLVED, SATISFIED):
        rate, figure = rates[str(measure.label)], measure.compute(asked)[None]
        assert (rate.raw, rate.raw_whole) == (figure.value, figure.whole)
    assert (rates["满意率"].raw, rates["满意率"].net) == (0.5, 0.5)  # asking changes nothing
    decide_exclusion(exclusion_id=wish.pk, is_granted=True, answer="是", actor=office.leader.actor, at=MONDAY)
    rates = {rate.name: rate for rate in own_rates(office.leader.actor, **period)}
    assert (rates["满意率"].raw, rates["满意率"].raw_whole) == (0.5, 2)
    assert (rates["满意率"].net, rates["满意率"].net_whole) == (1.0, 1)
    page = staff_client(office.leader).get(
        reverse("evidence:exclusions"), {k: str(v) for k, v in days.items()}
    )
    text = page.content.decode()
    assert "50.0%" in text
    assert "100.0%" in text

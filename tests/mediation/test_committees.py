"""Which departments have a mediation committee, who keeps its list, and what an agreement by word needs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.mediation.actions import (
    MediationDraft,
    SittingDraft,
    end_mediator,
    enter_mediator,
    hold_sitting,
    open_mediation,
)
from jiezhi.mediation.choices import AgreementForm, SittingOutcome
from jiezhi.mediation.models import Mediation, MediationAgreement, Mediator, Sitting
from jiezhi.organisation.choices import DepartmentKind
from tests.factories import Office, make_community, make_department, make_office, staff_client
from tests.factories.mediation import agreed_mediation, begun_mediation, make_mediator
from tests.factories.pages import text_of
from tests.factories.workorders import MONDAY

DAY = timedelta(days=1)
LISTED = reverse("mediation:mediators")


@pytest.fixture
def office(db) -> Office:
    return make_office()


@pytest.fixture
def elsewhere(office):
    """The committee of another community of the same street."""
    return make_department(office.street, "柳岸社区居委会", community=make_community(office.street))


def listed(office, committee, *, who=None, since_on=date(2025, 1, 1)):
    actor = (who or office.dispatcher).actor
    return enter_mediator(
        committee_id=committee.pk, name="演示调解员", since_on=since_on, actor=actor, at=MONDAY
    )


def test_a_community_keeps_its_own_list_and_no_other(office, elsewhere):
    theirs = listed(office, elsewhere)
    own = make_mediator(office)
    worker = office.community_worker
    with pytest.raises(MissingError):
        end_mediator(mediator_id=theirs.pk, actor=worker.actor, at=MONDAY)
    with pytest.raises(MissingError):
        listed(office, elsewhere, who=worker)
    client = staff_client(worker)
    assert client.post(reverse("mediation:end_mediator", args=[theirs.pk])).status_code == 404
    typed = {"committee": elsewhere.pk, "name": "演示甲", "since_on": "2026-01-01"}
    assert client.post(LISTED, typed).status_code == 404
    page = client.get(LISTED).content.decode()
    assert reverse("mediation:end_mediator", args=[theirs.pk]) not in page
    end_mediator(mediator_id=own.pk, actor=worker.actor, at=MONDAY)
    end = dict(Mediator.objects.values_list("pk", "ended_on"))
    assert end == {theirs.pk: None, own.pk: MONDAY.date()}


def test_who_works_for_the_whole_street_keeps_every_list(office, elsewhere):
    theirs = listed(office, elsewhere)
    page = staff_client(office.dispatcher).get(LISTED).content.decode()
    assert reverse("mediation:end_mediator", args=[theirs.pk]) in page
    end_mediator(mediator_id=theirs.pk, actor=office.dispatcher.actor, at=MONDAY)
    assert Mediator.objects.get().ended_on == MONDAY.date()


def test_striking_off_the_list_is_asked_once(office):
    own = make_mediator(office)
    page = staff_client(office.community_worker).get(LISTED).content.decode()
    form = page.index(reverse("mediation:end_mediator", args=[own.pk]))
    folded = page[page.rindex("<details", 0, form) : page.index("</details>", form)]
    assert "退出名册" in folded.partition("</summary>")[0]
    assert "确认退出名册" in folded.partition("</summary>")[2]


def test_nobody_is_on_the_list_from_a_day_to_come(office):
    with pytest.raises(InvalidError, match="在今天之后"):
        listed(office, office.committee, since_on=MONDAY.date() + DAY)
    assert not Mediator.objects.exists()


@pytest.mark.parametrize("kind", [DepartmentKind.UTILITY, DepartmentKind.OUTPOST, DepartmentKind.BUREAU])
def test_only_residents_committees_and_sections_have_a_mediation_committee(office, elsewhere, kind):
    gas = make_department(office.street, "演示燃气公司", kind=kind)
    draft = MediationDraft("neighbours", "楼上漏水", gas.pk)
    with pytest.raises(InvalidError, match="演示燃气公司不设人民调解委员会"):
        open_mediation(draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    with pytest.raises(InvalidError, match="演示燃气公司不设人民调解委员会"):
        listed(office, gas)
    assert (Mediation.objects.count(), Mediator.objects.count()) == (0, 0)
    page = staff_client(office.dispatcher).get(reverse("mediation:new")).content.decode()
    assert str(gas.pk) not in page
    assert all(str(row.pk) in page for row in (elsewhere, office.committee, office.lighting))


def test_the_own_community_is_chosen_already_and_its_dispute_lies_there(office, elsewhere):
    client, url = staff_client(office.community_worker), reverse("mediation:new")
    for page in (client.get(url).content.decode(), client.get(LISTED).content.decode()):
        assert f'value="{office.committee.pk}" selected' in page
    page = client.get(LISTED).content.decode()
    assert str(elsewhere.pk) not in page
    typed = {"kind": "damage", "brief": "漏水赔偿", "committee": office.lighting.pk, "order_number": ""}
    assert client.post(url, typed, follow=True).status_code == 200
    assert Mediation.objects.get().community_id == office.community.pk
    page = staff_client(office.dispatcher).get(url).content.decode()
    assert f'value="{office.committee.pk}" selected' not in page


def test_fields_that_are_missing_are_asked_for_in_one_wording(office):
    missing = staff_client(office.community_worker).post(reverse("mediation:new"), {"kind": "damage"})
    assert missing.status_code == 422
    assert "必填项" not in missing.content.decode()
    assert [list(errors) for errors in missing.context["form"].errors.values()] == [["请填写此项。"]] * 2
    assert not Mediation.objects.exists()


def test_no_session_lies_before_the_mediation_began(office):
    mediation, actor = begun_mediation(office), office.dispatcher.actor
    early = SittingDraft(MONDAY - DAY, "社区调解室", SittingOutcome.NEARER)
    with pytest.raises(InvalidError, match="不能早于"):
        hold_sitting(mediation_id=mediation.pk, draft=early, actor=actor, at=MONDAY + DAY)
    assert not Sitting.objects.exists()
    same = SittingDraft(MONDAY, "社区调解室", SittingOutcome.NEARER)
    hold_sitting(mediation_id=mediation.pk, draft=same, actor=actor, at=MONDAY + DAY)
    assert Sitting.objects.get().held_at == MONDAY


def test_an_agreement_by_word_is_in_effect_at_once_and_its_record_is_signed_by_no_party(office):
    mediation = begun_mediation(office, at=timezone.now())
    client, today = staff_client(office.dispatcher), timezone.localdate()
    typed = {"form": "oral", "terms": "赔偿八百元", "effective_on": today, "perform_until": today + 9 * DAY}
    url = reverse("mediation:deed", args=[mediation.pk, "agree"])
    page = text_of(client.post(url, typed, follow=True))
    assert MediationAgreement.objects.get().form == AgreementForm.ORAL
    assert "供双方签署" not in page
    assert "自达成之日起生效" in page
    assert "打印口头协议记录" in page
    paper = text_of(client.post(reverse("mediation:agreement", args=[mediation.pk]), {"reason": "agreement"}))
    assert "口头协议记录" in paper
    assert "第三十条" in paper
    assert "签名之日起生效" not in paper
    assert "申请人 （签名）" not in paper
    assert paper.count("（签名）") == 1


def test_a_written_agreement_is_signed_by_both_parties(office):
    mediation = agreed_mediation(office)
    url = reverse("mediation:agreement", args=[mediation.pk])
    paper = text_of(staff_client(office.dispatcher).post(url, {"reason": "agreement"}))
    assert "口头协议记录" not in paper
    assert paper.count("（签名）") == 3

from datetime import date, datetime, timedelta

from django.utils import timezone

from jiezhi.mediation.actions import (
    AgreementDraft,
    MediationDraft,
    PartyDraft,
    SittingDraft,
    add_party,
    agree,
    begin_mediation,
    enter_mediator,
    hold_sitting,
    open_mediation,
)
from jiezhi.mediation.choices import AgreementForm, DisputeKind, PartyKind, Side, SittingOutcome
from jiezhi.mediation.models import Mediation, Mediator
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY

NAMES = {Side.APPLICANT: "演示申请人", Side.RESPONDENT: "演示被申请人"}


def make_mediator(office: Office, name: str = "演示调解员", *, at: datetime = MONDAY) -> Mediator:
    """Somebody on the committee's list."""
    return enter_mediator(
        committee_id=office.committee.pk, name=name, since_on=date(2025, 1, 1),
        actor=office.dispatcher.actor, at=at,
    )  # fmt: skip


def opened_mediation(office: Office, order: WorkOrder | None = None, *, at: datetime = MONDAY) -> Mediation:
    """A dispute between neighbours with both its parties."""
    draft = MediationDraft(
        DisputeKind.NEIGHBOURS, "楼上漏水，双方对赔偿有争议", office.committee.pk, order.pk if order else None
    )
    actor = office.dispatcher.actor
    mediation = open_mediation(draft=draft, actor=actor, at=at)
    for side, name in NAMES.items():
        party = PartyDraft(side, PartyKind.PERSON, name, phone="13900001234", address="3号楼")
        add_party(mediation_id=mediation.pk, draft=party, actor=actor, at=at)
    return mediation


def begun_mediation(office: Office, order: WorkOrder | None = None, *, at: datetime = MONDAY) -> Mediation:
    """One that was taken on, with the consent of both."""
    mediation = opened_mediation(office, order, at=at)
    mediator = Mediator.objects.filter(committee=office.committee, ended_on=None).first()
    mediator = mediator or make_mediator(office, at=at)
    return begin_mediation(
        mediation_id=mediation.pk, mediator_ids=[mediator.pk], both_consent=True,
        actor=office.dispatcher.actor, at=at,
    )  # fmt: skip


def agreed_mediation(office: Office, order: WorkOrder | None = None, *, at: datetime = MONDAY) -> Mediation:
    """One that reached an agreement in its first session."""
    mediation, actor = begun_mediation(office, order, at=at), office.dispatcher.actor
    sitting = SittingDraft(at, "社区调解室", SittingOutcome.AGREED, "双方愿意各退一步")
    hold_sitting(mediation_id=mediation.pk, draft=sitting, actor=actor, at=at)
    today = timezone.localdate(at)
    draft = AgreementDraft(
        AgreementForm.WRITTEN, "楼上于十日内修好并赔偿八百元", today, today + timedelta(days=10)
    )
    agree(mediation_id=mediation.pk, draft=draft, actor=actor, at=at)
    mediation.refresh_from_db()
    return mediation

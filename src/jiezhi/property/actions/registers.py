"""The registers: companies, committees of owners, and the dated list of standard duties."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.property.models import OwnersCommittee, PropertyCompany, StandardDuty
from jiezhi.property.permissions import KEEP
from jiezhi.property.queries import COMPANY, get_committee, get_estate


@action
def enter_company(
    *, name: str, credit_code: str = "", phone: str = "", actor: Actor, at: datetime
) -> PropertyCompany:
    """Enter a property company.

    Raises:
        InvalidError: It has no name, or is entered already.
    """
    require(actor, KEEP)
    name = name.strip()
    if not name:
        raise InvalidError(_("Give the company its full name."))
    hold(f"property.company:{actor.tenant_id}:{name}")
    if PropertyCompany.objects.filter(sub_district_id=actor.tenant_id, name=name).exists():
        raise InvalidError(_("“%(name)s” is entered already. Choose it from the list.") % {"name": name})
    company = PropertyCompany.objects.create(
        sub_district_id=actor.tenant_id,
        name=name,
        credit_code=credit_code.strip().upper(),
        phone=phone.strip(),
        entered_at=at,
    )
    audit.record("property.company_entered", kind=COMPANY, id=company.pk)
    return company


@action
def enter_committee(
    *, estate_id: UUID, kind: str, from_on: date, until_on: date, actor: Actor, at: datetime
) -> OwnersCommittee:
    """Enter who speaks for the owners of an estate; whoever served before ends with the day on which these begin.

    Raises:
        InvalidError: The term ends before it begins, or begins before that of whoever serves.
        MissingError: No such estate.
    """
    require(actor, KEEP)
    estate = get_estate(actor, estate_id)
    if until_on < from_on:
        raise InvalidError(_("The term ends before it begins. Correct one of the days."))
    hold(f"property.committee:{estate.pk}")
    before = _serving_committee(estate.pk)
    if before is not None:
        if before.from_on >= from_on:
            raise InvalidError(
                _(
                    "Whoever is entered now begins on that day or later. Correct the first day, or end or take back "
                    "the other on the estate's page."
                )
            )
        _end(before, min(from_on, before.until_on))
    committee = OwnersCommittee.objects.create(
        sub_district_id=actor.tenant_id, estate=estate, kind=kind, from_on=from_on, until_on=until_on
    )
    audit.record(
        "property.committee_entered", kind="property.committee", id=committee.pk, facts={"kind": kind}
    )
    return committee


@action
def end_committee(*, committee_id: UUID, ended_on: date, actor: Actor, at: datetime) -> OwnersCommittee:
    """End the term of a committee: it stays with its record.

    Raises:
        MissingError: No such committee serves.
        InvalidError: It would end before it began.
    """
    require(actor, KEEP)
    rows = OwnersCommittee.objects.select_for_update().filter(
        sub_district_id=actor.tenant_id, pk=committee_id, ended_on=None
    )
    committee = rows.first()
    if committee is None:
        raise MissingError(_("This committee does not serve any more."))
    if ended_on < committee.from_on:
        raise InvalidError(_("Its term has not begun. Take it back instead, with the reason."))
    _end(committee, ended_on)
    return committee


@action
def take_back_committee(*, committee_id: UUID, reason: str, actor: Actor, at: datetime) -> OwnersCommittee:
    """Take back a committee that was entered wrongly and whose term has not begun; whom it ended serves on.

    Raises:
        MissingError: No such committee is entered.
        InvalidError: There is no reason, or the term has begun.
    """
    require(actor, KEEP)
    estate_id = get_committee(actor, committee_id).estate_id
    hold(f"property.committee:{estate_id}")
    committee = _serving_committee(estate_id)
    if committee is None or committee.pk != committee_id:
        raise MissingError(_("This committee does not serve any more."))
    if not reason.strip():
        raise InvalidError(_("Say why the committee is taken back."))
    if committee.from_on <= timezone.localdate(at):
        raise InvalidError(_("Its term has begun. It can be ended, not taken back."))
    committee.ended_on, committee.taken_back_at = committee.from_on, at
    committee.take_back_reason = reason.strip()
    committee.save(update_fields=["ended_on", "taken_back_at", "take_back_reason"])
    _let_serve_on(committee)
    audit.record("property.committee_taken_back", kind="property.committee", id=committee.pk)
    return committee


def _let_serve_on(taken_back: OwnersCommittee) -> None:
    """Undo the end that entering a committee gave to whoever served before."""
    rows = OwnersCommittee.objects.filter(estate_id=taken_back.estate_id, taken_back_at=None)
    before = rows.order_by("-from_on", "-id").first()
    if before is not None and before.ended_on == min(taken_back.from_on, before.until_on):
        before.ended_on = None
        before.save(update_fields=["ended_on"])


def _serving_committee(estate_id: UUID) -> OwnersCommittee | None:
    rows = OwnersCommittee.objects.select_for_update()
    return rows.filter(estate_id=estate_id, ended_on=None).first()


def _end(committee: OwnersCommittee, ended_on: date) -> None:
    committee.ended_on = ended_on
    committee.save(update_fields=["ended_on"])
    audit.record("property.committee_ended", kind="property.committee", id=committee.pk)


@action
def enter_duty(
    *,
    name: str,
    limit: tuple[int, str],
    matter_codes: Sequence[str],
    keywords: Sequence[str],
    from_on: date,
    actor: Actor,
    at: datetime,
) -> StandardDuty:
    """Enter a standard duty; one of the same name ends on the day on which this one begins.

    Contracts keep the duty they were made with, and what was asked keeps its limit.

    Raises:
        InvalidError: It has no name, or begins before the one it takes the place of.
    """
    require(actor, KEEP)
    name = name.strip()
    if not name:
        raise InvalidError(_("Give the duty a name, such as lifts or fire lanes."))
    hold(f"property.duty:{actor.tenant_id}:{name}")
    rows = StandardDuty.objects.select_for_update()
    before = rows.filter(sub_district_id=actor.tenant_id, name=name, ended_on=None).first()
    if before is not None:
        if before.from_on >= from_on:
            raise InvalidError(_("The duty of this name began on that day or later. Give a later day."))
        _take_out(before, from_on)
    duty = StandardDuty.objects.create(
        sub_district_id=actor.tenant_id,
        name=name,
        limit_amount=limit[0],
        limit_unit=limit[1],
        matter_codes=list(matter_codes),
        keywords=list(keywords),
        from_on=from_on,
    )
    audit.record("property.duty_entered", kind="property.duty", id=duty.pk, facts={"limit": limit[0]})
    return duty


@action
def end_duty(*, duty_id: UUID, ended_on: date, actor: Actor, at: datetime) -> StandardDuty:
    """Take a standard duty out of use; records and contracts keep it.

    Raises:
        MissingError: No such duty in use.
        InvalidError: It would end before it began.
    """
    require(actor, KEEP)
    rows = StandardDuty.objects.select_for_update()
    duty = rows.filter(sub_district_id=actor.tenant_id, pk=duty_id, ended_on=None).first()
    if duty is None:
        raise MissingError(_("This street has no such duty in use. Choose one from the list."))
    if ended_on < duty.from_on:
        raise InvalidError(_("It would end before it began. Correct the day."))
    _take_out(duty, ended_on)
    return duty


def _take_out(duty: StandardDuty, ended_on: date) -> None:
    duty.ended_on = ended_on
    duty.save(update_fields=["ended_on"])
    audit.record("property.duty_ended", kind="property.duty", id=duty.pk)

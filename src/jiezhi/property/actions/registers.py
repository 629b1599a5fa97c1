"""The registers: companies, committees of owners, and the dated list of standard duties."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.property.models import OwnersCommittee, PropertyCompany, StandardDuty
from jiezhi.property.permissions import KEEP
from jiezhi.property.queries import COMPANY, get_estate


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
            raise InvalidError(_("Whoever serves now began on that day or later. Correct the first day."))
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
        raise InvalidError(_("It would end before it began. Correct the day."))
    _end(committee, ended_on)
    return committee


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

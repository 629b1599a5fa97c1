"""The first street of an empty installation, and the three people who keep it: none with a password anybody knows."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from jiezhi.accounts.actions import issue_slip, make_user
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.core.numbers import format_code
from jiezhi.kit.action import together
from jiezhi.kit.actor import system_job
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department, OfficeMember, Post, PostHolding, Role, WorkingHours
from jiezhi.places.models import District, SubDistrict
from jiezhi.project.demo.roles import ADMINISTRATORS, ROLES, RolePlan

OFFICE = "党政综合办公室"
HOURS = ((time(9), time(12)), (time(13, 30), time(17, 30)))


@dataclass(frozen=True)
class FirstSlip:
    """What is printed for one of the three."""

    role: str
    username: str
    code: str


def make_first_street(*, district: str, name: str, slug: str, at: datetime) -> list[FirstSlip]:
    """Make a street with the standard roles, and an account with a slip for each of the three administrators."""
    with together():
        street = SubDistrict.objects.create(
            district=District.objects.get_or_create(name=district)[0], name=name, slug=slug
        )
        for opens, closes in HOURS:
            WorkingHours.objects.create(sub_district=street, opens=opens, closes=closes)
        office = Department.objects.create(sub_district=street, name=OFFICE, kind=DepartmentKind.SECTION)
        roles = {plan.code: _role(street, plan) for plan in ROLES}
        return [_administrator(street, office, roles[plan.code], at) for plan in ADMINISTRATORS]


def _role(street: SubDistrict, plan: RolePlan) -> Role:
    return Role.objects.create(
        sub_district=street,
        code=plan.code,
        name=plan.name,
        permissions=list(plan.permissions),
        sees_whole_street=plan.sees_whole_street,
    )


def _administrator(street: SubDistrict, office: Department, role: Role, at: datetime) -> FirstSlip:
    job = system_job("project.first_administrators", sub_district_id=street.pk, permissions=frozenset())
    username = f"{role.code.replace('_', '-')}-{street.slug}"
    user = make_user(username=username, name=role.name, email="", actor=job, at=at)
    OfficeMember.objects.create(sub_district=street, user=user, entered_at=at)
    post = Post.objects.create(sub_district=street, department=office, role=role, title=role.name)
    PostHolding.objects.create(sub_district=street, post=post, user=user, since_on=timezone.localdate(at))
    code = issue_slip(user_id=user.pk, purpose=EntryPurpose.INVITATION, actor=job, at=at)
    return FirstSlip(role.name, username, format_code(code))

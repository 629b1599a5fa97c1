from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from django.test import Client

from jiezhi.accounts.models import User
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department, Matter, Post, PostHolding, Role
from jiezhi.organisation.queries import staff_actor
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.project.demo.roles import (
    ACCOUNT_KEEPER,
    AUDITOR,
    COMMUNITY_WORKER,
    DISPATCHER,
    GRID_WORKER,
    LEADER,
    OFFICER,
    OPERATOR,
    POST_KEEPER,
    RolePlan,
)
from tests.factories.organisation import make_department, make_entry, make_matter
from tests.factories.places import make_community, make_estate, make_street

_serial = count(1)


@dataclass(frozen=True)
class Staff:
    """A made-up member of staff: the user, and the actor their post makes them."""

    user: User
    actor: Actor


@dataclass(frozen=True)
class Office:
    """A small street in which one request can be carried through every step."""

    street: SubDistrict
    community: Community
    estate: Estate
    front_desk: Department
    lighting: Department
    committee: Department
    lamp: Matter
    rubbish: Matter
    enquiry: Matter
    dispatcher: Staff
    officer: Staff
    community_worker: Staff
    grid_worker: Staff
    leader: Staff
    operator: Staff
    keeper: Staff
    second_keeper: Staff
    post_keeper: Staff
    auditor: Staff


def make_staff(department: Department, plan: RolePlan, *, title: str = "") -> Staff:
    """A person who has held a post of that role for long."""
    role, _ = Role.objects.get_or_create(
        sub_district_id=department.sub_district_id,
        code=plan.code,
        defaults={
            "name": plan.name,
            "permissions": list(plan.permissions),
            "sees_whole_street": plan.sees_whole_street,
        },
    )
    number = next(_serial)
    post = Post.objects.create(
        sub_district_id=department.sub_district_id,
        department=department,
        role=role,
        title=title or f"{plan.name}{number}",
    )
    # An unusable password spares every test the cost of hashing one; sign-in has tests of its own.
    # Named after the post, since people of another process may be there already.
    name = f"staff{number}-{post.pk.int % 10**6}"
    user = User.objects.create(username=name, name=f"演示员工{number}", password="!")
    PostHolding.objects.create(
        sub_district_id=department.sub_district_id, post=post, user=user, since_on=date(2020, 1, 1)
    )
    actor = staff_actor(user_id=user.pk, on=date(2026, 11, 2))
    assert actor is not None
    return Staff(user, actor)


def staff_client(staff: Staff) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(staff.user)
    session, now = client.session, datetime.now(UTC).isoformat()
    session.update({"signed_in_at": now, "renewed_at": now})  # as a sign-in leaves it
    session.save()
    return client


def make_office(name: str = "", slug: str = "") -> Office:
    """A street with one community, departments, three matters of different flows, and one person per role."""
    street = make_street(name, slug)
    community = make_community(street)
    front_desk = make_department(street, f"党群服务中心{next(_serial)}")
    lighting = make_department(street, f"路灯管理所{next(_serial)}")
    committee = make_department(street, f"{community.name}居委会", community=community)
    lamp = make_matter(street, "路灯不亮", flow=FlowName.CONCERN, keywords=("路灯", "不亮"))
    rubbish = make_matter(street, "暴露垃圾", flow=FlowName.EVENT, keywords=("垃圾", "堆放"))
    enquiry = make_matter(street, "政策咨询", flow=FlowName.ENQUIRY, keywords=("怎么办理", "咨询"))
    for matter in (lamp, rubbish):
        make_entry(matter, lighting)
    make_entry(enquiry, front_desk)
    return Office(
        street=street,
        community=community,
        estate=make_estate(community),
        front_desk=front_desk,
        lighting=lighting,
        committee=committee,
        lamp=lamp,
        rubbish=rubbish,
        enquiry=enquiry,
        dispatcher=make_staff(front_desk, DISPATCHER),
        officer=make_staff(lighting, OFFICER),
        community_worker=make_staff(committee, COMMUNITY_WORKER),
        grid_worker=make_staff(committee, GRID_WORKER),
        leader=make_staff(front_desk, LEADER),
        operator=make_staff(front_desk, OPERATOR),
        keeper=make_staff(front_desk, ACCOUNT_KEEPER),
        second_keeper=make_staff(front_desk, ACCOUNT_KEEPER),
        post_keeper=make_staff(front_desk, POST_KEEPER),
        auditor=make_staff(front_desk, AUDITOR),
    )

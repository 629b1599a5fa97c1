"""What there is to choose from: departments and matters."""

from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, UUIDField, Value
from django.utils.translation import gettext as _

from jiezhi.core.wording import MatterProfile
from jiezhi.kit.errors import MissingError
from jiezhi.kit.kept_query import KeptQuery, Slot
from jiezhi.organisation.models import ComplaintCause, Department, Matter, Post, StepLimit
from jiezhi.places.models import Community


def departments_of(sub_district_id: UUID) -> list[Department]:
    """Give every department of a street, by kind and name."""
    return list(Department.objects.filter(sub_district_id=sub_district_id).order_by("kind", "name"))


def posts_of(sub_district_id: UUID) -> list[Post]:
    """Give every post of a street with its department, by department and title."""
    posts = Post.objects.filter(sub_district_id=sub_district_id).select_related("department")
    return list(posts.order_by("department__name", "title"))


def departments_by_kind(sub_district_id: UUID) -> dict[str, int]:
    """Give how many departments of each kind a street has, in one statement."""
    departments = Department.objects.filter(sub_district_id=sub_district_id).order_by()
    return dict(departments.values_list("kind").annotate(count=Count("id")))


def get_department(*, sub_district_id: UUID, department_id: UUID) -> Department:
    """Give a department of the street.

    Raises:
        MissingError: The street has no such department.
    """
    department = Department.objects.filter(sub_district_id=sub_district_id, pk=department_id).first()
    if department is None:
        raise MissingError(_("This street has no such department. Choose one from the list."))
    return department


def matters_of(sub_district_id: UUID) -> list[Matter]:
    """Give the matters that can be chosen: those in use that have no narrower matters below them."""
    narrower = Matter.objects.filter(parent=OuterRef("pk"), is_in_use=True)
    matters = Matter.objects.filter(~Exists(narrower), sub_district_id=sub_district_id, is_in_use=True)
    return list(matters.select_related("parent__parent__parent").order_by("parent__name", "name"))


def every_matter_of(sub_district_id: UUID) -> list[Matter]:
    """Give the matters of a street with their parents, those out of use included: the past knows them all."""
    matters = Matter.objects.filter(sub_district_id=sub_district_id)
    return list(matters.select_related("parent__parent__parent").order_by("name"))


@dataclass(frozen=True)
class ListChoices:
    """What lists are narrowed to: departments, matters, communities and causes of a street as id and name."""

    departments: list[tuple[UUID, str]]
    matters: list[tuple[UUID, str]]
    communities: list[tuple[UUID, str]]
    causes: list[tuple[UUID, str]] = field(default_factory=list)


def _choices() -> QuerySet[Any, tuple[str, UUID, str]]:
    first, *others = (
        model.objects.filter(sub_district_id=Slot("street_id", UUIDField()))
        .annotate(shelf=Value(shelf, CharField()))
        .values_list("shelf", "id", "name")
        for shelf, model in (
            ("department", Department),
            ("matter", Matter),
            ("community", Community),
            ("cause", ComplaintCause),
        )
    )
    return first.union(*others, all=True)


_CHOICES = KeptQuery(_choices)


def list_choices(sub_district_id: UUID) -> ListChoices:
    """Give the choices of a filter bar, by name, in one statement: every list page asks for them."""
    rows = sorted(_CHOICES.rows(street_id=sub_district_id), key=itemgetter(2))
    departments, matters, communities, causes = (
        [(pk, name) for row_shelf, pk, name in rows if row_shelf == shelf]
        for shelf in ("department", "matter", "community", "cause")
    )
    return ListChoices(departments, matters, communities, causes)


def find_matter(sub_district_id: UUID, *, code: str) -> Matter | None:
    """Give the matter of a street that has a code, if it is in use."""
    return Matter.objects.filter(sub_district_id=sub_district_id, code=code, is_in_use=True).first()


def get_matter(*, sub_district_id: UUID, matter_id: UUID) -> Matter:
    """Give a matter with its parent and step limits, in one statement; a parent's parent is read if there is one.

    Raises:
        MissingError: The street has no such matter in use.
    """
    # Joining levels that most lists of matters have not costs more than the deed's other reads.
    matters = Matter.objects.select_related("parent").annotate(
        step=F("step_limits__step"), step_amount=F("step_limits__amount"), step_unit=F("step_limits__unit")
    )
    rows = list(matters.filter(sub_district_id=sub_district_id, pk=matter_id, is_in_use=True))
    if not rows:
        raise MissingError(_("This street has no such matter. Choose one from the list."))
    matter = rows[0]
    limits = matter.step_limits.all()
    # One row a limit: told to Django as read ahead, so that nobody asks again.
    limits._result_cache = [  # noqa: SLF001
        StepLimit(
            sub_district_id=sub_district_id,
            matter=matter,
            step=row.step,
            amount=row.step_amount,
            unit=row.step_unit,
        )
        for row in rows
        if row.step is not None
    ]
    matter._prefetched_objects_cache = {"step_limits": limits}  # type: ignore[attr-defined]  # noqa: SLF001
    return matter


def matter_profiles(sub_district_id: UUID) -> list[MatterProfile]:
    """Give what the wording of residents is compared with."""
    return [profile_of(matter) for matter in matters_of(sub_district_id)]


def profile_of(matter: Matter) -> MatterProfile:
    """Give how residents speak of a matter."""
    return MatterProfile(matter=str(matter.pk), name=matter.name, keywords=tuple(matter.keywords))


def matter_names(sub_district_id: UUID) -> list[tuple[UUID, str, str]]:
    """Give id, code and name of every matter in use, at whatever level."""
    rows = Matter.objects.filter(sub_district_id=sub_district_id, is_in_use=True)
    return list(rows.values_list("pk", "code", "name"))

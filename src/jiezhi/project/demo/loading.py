"""Loads the demo street: structure first, then every story in the order in which things happened."""

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils import timezone

from jiezhi.accounts.models import User
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.kit.action import together
from jiezhi.kit.actor import Actor
from jiezhi.kit.worker import claim, deliver, drain
from jiezhi.merging.tasks import find_duplicates_of
from jiezhi.notices.actions import read_notices
from jiezhi.notices.models import Notice
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import entries_in_force, matters_of, staff_actor
from jiezhi.places.models import Building, SubDistrict
from jiezhi.places.queries import all_sub_districts, estates_of
from jiezhi.project.demo.above import hotline_of, send_orders_down
from jiezhi.project.demo.answering import make_answers, make_filters
from jiezhi.project.demo.arrivals import A_YEAR_OF, EstateWeights
from jiezhi.project.demo.burden import make_burden
from jiezhi.project.demo.estates import MERGED_NAMES
from jiezhi.project.demo.goals import set_goals
from jiezhi.project.demo.governing import govern_estates
from jiezhi.project.demo.hands import Hands
from jiezhi.project.demo.history import Loaded, load_history
from jiezhi.project.demo.lists import CITY_OFFICE, COMMITTEES, ENFORCEMENT, HOUSING, POLICE
from jiezhi.project.demo.meetings import MeetingPlan, make_meetings
from jiezhi.project.demo.people import SHOWN, STAFF, StaffPlan
from jiezhi.project.demo.playing import Cast, Play
from jiezhi.project.demo.revision import begin_revision
from jiezhi.project.demo.roles import COMMUNITY_WORKER, GRID_WORKER, OFFICER
from jiezhi.project.demo.scoring import make_scores
from jiezhi.project.demo.stories import Story
from jiezhi.project.demo.stories_now import NOW
from jiezhi.project.demo.structure import SLUG, make_structure
from jiezhi.project.demo.together import work_together
from jiezhi.workorders.models import OutpostAgreement

if TYPE_CHECKING:
    from uuid import UUID

SEED = 7
SIX_WEEKS = 29
"""Workdays."""
TWICE = {"reopened", "never_good", "never_satisfied", "late_grumble", "extended"}
"""Endings that run through a limit two times."""


def is_empty() -> bool:
    """Whether this installation has no street yet."""
    return not all_sub_districts()


def find_demo_staff() -> tuple[StaffPlan, ...]:
    """Give one member of staff per role of the loaded demo; nobody when it is not loaded."""
    if not SubDistrict.objects.filter(slug=SLUG).exists():
        return ()
    known = set(
        User.objects.filter(username__in=[plan.username for plan in SHOWN]).values_list("username", flat=True)
    )
    return tuple(plan for plan in SHOWN if plan.username in known)


def load_demo(*, at: datetime, seed: int = SEED, requests: int = A_YEAR_OF) -> Loaded:
    """Make the demo street with the fourteen months before `at`, and what waits now.

    Everything commits together: a load that is killed leaves nothing behind. The same seed and day give the
    same past, apart from ids and what the installation's keys seal; what waits now is counted back from the moment.
    """
    with together():
        today = timezone.localdate(at)
        street = make_structure(since_on=today.replace(year=today.year - 2, month=1, day=1))
        cast = _cast(street, at)
        hands = _hands(cast)
        loaded = load_history(hands, _weights(hands), seed=seed, until_on=today, count=requests, at=at)
        make_burden(street.pk, seed=seed)
        rng = Random(seed)  # noqa: S311 - stories, not secrets
        plays = [
            Play(story, cast, number, _begin(story, cast, rng, at=at), Random(rng.random()))  # noqa: S311
            for number, story in enumerate(NOW, start=1)
        ]
        _run(plays, until=at)
        send_orders_down(cast.dispatcher, at=at)
        make_answers(cast, at=at)
        make_filters(cast, at=at)
        begin_revision(cast, at=at - timedelta(hours=2))
        set_goals(cast.leader, at=at, today=today)
        make_scores(cast.leader, seed=seed, at=at)
        make_meetings(_meeting_plan(cast), today=today)
        work_together(cast, seed=seed, at=at)
        govern_estates(cast, seed=seed, at=at)
        drain(at=at)
        find_duplicates_of(cast.street_id, at=at)
        _read_old_notices(at)
    return loaded


def _hands(cast: Cast) -> Hands:
    matters = {
        row.code: row
        for row in Matter.objects.filter(sub_district_id=cast.street_id)
        .select_related("parent__parent__parent", "cause")
        .prefetch_related("step_limits")
    }
    return Hands(
        street_id=cast.street_id,
        dispatcher=cast.dispatcher,
        leader=cast.leader,
        officers=cast.by_department,
        grid_workers=cast.grid_workers,
        departments={
            row.pk: row for row in Department.objects.filter(pk__in=cast.by_department).order_by("name")
        },
        matters=matters,
        entries=entries_in_force(cast.street_id, on=timezone.localdate()),
        estates=sorted(cast.estates.values(), key=lambda estate: estate.name),
        calendar=cast.calendar,
        hotline_id=hotline_of(cast.street_id),
        agreed=frozenset(
            OutpostAgreement.objects.filter(sub_district_id=cast.street_id, matter=None).values_list(
                "department_id", flat=True
            )
        ),
    )


def _weights(hands: Hands) -> list[EstateWeights]:
    living = dict(
        Building.objects.filter(sub_district_id=hands.street_id)
        .values_list("estate_id")
        .annotate(Sum("residents"))
        .order_by()
    )
    return [
        EstateWeights(row.name, living.get(row.pk, 0), is_old=row.is_old, is_merged=row.name in MERGED_NAMES)
        for row in hands.estates
    ]


def _run(plays: list[Play], *, until: datetime) -> None:
    """Let everything happen in the order of time; what would happen after `until` does not."""
    waiting: list[tuple[datetime, int, Play, list[str]]] = [
        (play.at, play.number, play, ["come_in", *play.steps]) for play in plays
    ]
    while waiting:
        waiting.sort(key=lambda turn: turn[:2])
        at, number, play, (step, *rest) = waiting.pop(0)
        if at > until:
            break
        play.at = at
        if step == "come_in":
            play.come_in()
        else:
            play.take(step)
        # One round is enough: what its handlers tell in turn goes out with the next step.
        for row in claim(at=at):
            deliver(row, at=at)
        if rest:
            waiting.append((play.next_at(rest[0]), number, play, rest))


def _read_old_notices(at: datetime) -> None:
    """Let staff have read what is older than a day, as staff do."""
    unread = Notice.objects.filter(read_at=None, told_at__lt=at - timedelta(days=1))
    ids_of: dict[UUID, list[UUID]] = {}
    for notice_id, reader_id in unread.values_list("pk", "reader_id"):
        ids_of.setdefault(reader_id, []).append(notice_id)
    for reader_id, ids in ids_of.items():
        actor = staff_actor(user_id=reader_id, on=timezone.localdate(at))
        if actor is not None:
            read_notices(notice_ids=ids, actor=actor, at=at)


def _begin(story: Story, cast: Cast, rng: Random, *, at: datetime) -> datetime:
    if story.minutes_ago is not None:
        return at - timedelta(minutes=story.minutes_ago)
    if story.ago is not None:
        return _workday_before(cast.calendar, at, story.ago, rng.randint(8 * 60 + 40, 10 * 60))
    matter = cast.matters[story.matter]
    days = matter.limit_amount if matter.limit_unit.endswith("days") else 1
    least = days * (2 if story.ending in TWICE else 1) + 5
    return _workday_before(
        cast.calendar, at, rng.randint(min(least, SIX_WEEKS), SIX_WEEKS), rng.randint(420, 1260)
    )


def _workday_before(calendar: WorkingCalendar, at: datetime, count: int, minute: int) -> datetime:
    """Give a time of day on the count-th workday before the day of `at`."""
    day = timezone.localdate(at)
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    moment = datetime.combine(day, time(minute // 60, minute % 60))
    return timezone.make_aware(moment)


def _cast(street: SubDistrict, at: datetime) -> Cast:
    actors = {plan.username: (plan, _actor(plan.username, at)) for plan in STAFF}
    departments = {row.name: row for row in Department.objects.filter(sub_district=street)}
    by_department: dict[UUID, Actor] = {}
    grid_workers: dict[UUID, Actor] = {}
    for plan, actor in actors.values():
        department = departments[plan.department]
        if plan.role is GRID_WORKER and department.community_id:
            grid_workers[department.community_id] = actor
        elif plan.role in (OFFICER, COMMUNITY_WORKER):
            by_department[department.pk] = actor
    return Cast(
        street_id=street.pk,
        dispatcher=actors["dispatcher"][1],
        leader=actors["leader"][1],
        by_department=by_department,
        grid_workers=grid_workers,
        department_ids={name: row.pk for name, row in departments.items()},
        matters={matter.code: matter for matter in matters_of(street.pk)},
        estates={estate.name: estate for estate in estates_of(street.pk)},
        calendar=working_calendar(street.pk),
    )


def _meeting_plan(cast: Cast) -> MeetingPlan:
    ids = cast.department_ids
    return MeetingPlan(
        keeper=cast.leader,
        lead_id=ids[CITY_OFFICE],
        member_ids=tuple(ids[name] for name in (HOUSING, ENFORCEMENT, POLICE, *COMMITTEES.values())),
        matter_ids=(cast.matters["charging"].pk, cast.matters["fire-lane"].pk),
    )


def _actor(username: str, at: datetime) -> Actor:
    user = User.objects.get(username=username)
    actor = staff_actor(user_id=user.pk, on=timezone.localdate(at))
    assert actor is not None  # noqa: S101 - every plan has a post
    return actor

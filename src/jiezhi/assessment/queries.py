"""Reads of weights, objections, the superior's counts and the frozen months."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.assessment.choices import ObjectionState, SubjectKind
from jiezhi.assessment.models import LineObjection, MonthlyBrief, SuperiorLine, SuperiorScore, WeightVersion
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.core.scorecards import Indicator, Weighing
from jiezhi.evidence.queries import CountedVerdict
from jiezhi.insight.periods import Period
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.organisation.queries import departments_of
from jiezhi.places.queries import communities_of

LIST_ROWS = 200


def weight_versions(actor: Actor) -> list[WeightVersion]:
    """Give the versions of the street's weights, the newest first, with their weights: two statements."""
    rows = WeightVersion.objects.filter(sub_district_id=actor.tenant_id)
    return list(rows.prefetch_related("weights").order_by("-from_on"))


def as_weighing(version: WeightVersion) -> Weighing:
    """Give a version as plain values."""
    weights = {Indicator(row.indicator): row.hundredths for row in version.weights.all()}
    return Weighing(version.number, version.from_on, weights)


def subjects_of(actor: Actor, kind: SubjectKind) -> dict[UUID, str]:
    """Give whom there are scorecards of in the actor's area, by name and never by score; one statement."""
    scope = actor.scope
    if kind is SubjectKind.OFFICE:
        return {actor.tenant_id: str(SubjectKind.OFFICE.label)} if scope.whole else {}
    if kind is SubjectKind.DEPARTMENT:
        names = {row.pk: row.name for row in departments_of(actor.tenant_id)}
        seen = scope.department_ids
    else:
        names = {row.pk: row.name for row in communities_of(actor.tenant_id)}
        seen = scope.community_ids
    named = sorted(names.items(), key=lambda row: row[1])
    return {pk: name for pk, name in named if scope.whole or pk in seen}


def require_subject(actor: Actor, kind: SubjectKind, subject_id: UUID) -> str:
    """Give the name of a subject.

    Raises:
        MissingError: There is none in the actor's area.
    """
    name = subjects_of(actor, kind).get(subject_id)
    if name is None:
        raise MissingError(_("There is no such scorecard in your area."))
    return name


def objections_in(
    actor: Actor, period: Period, subject_ids: Iterable[UUID]
) -> dict[tuple[UUID, str], list[LineObjection]]:
    """Give the objections to lines of a period, by subject and indicator, the newest first; one statement."""
    rows = LineObjection.objects.filter(
        sub_district_id=actor.tenant_id,
        first_on=period.first_on,
        last_on=period.last_on,
        subject_id__in=list(subject_ids),
    ).exclude(state=ObjectionState.WITHDRAWN)
    found: dict[tuple[UUID, str], list[LineObjection]] = {}
    for row in rows.order_by("-asked_at", "-id"):
        found.setdefault((row.subject_id, row.indicator), []).append(row)
    return found


def waiting_objections(actor: Actor) -> QuerySet[LineObjection]:
    """Give the objections that wait for a decision, the oldest first, to be counted or listed."""
    rows = LineObjection.objects.filter(sub_district_id=actor.tenant_id, state=ObjectionState.ASKED)
    return rows.order_by("asked_at", "id")[:LIST_ROWS]


def objections_to_decide(actor: Actor) -> QuerySet[LineObjection]:
    """Give the objections that wait for the actor: their own waits for another person."""
    rows = LineObjection.objects.filter(sub_district_id=actor.tenant_id, state=ObjectionState.ASKED)
    return rows.exclude(asker_id=actor.id)


def superior_scores(actor: Actor) -> list[SuperiorScore]:
    """Give what superiors counted, the newest month first, with how many lines each has; one statement."""
    rows = SuperiorScore.objects.filter(sub_district_id=actor.tenant_id).select_related("source")
    rows = rows.defer("source__secret").annotate(count=Count("lines"))
    return list(rows.order_by("-month_on", "source__name", "-version")[:LIST_ROWS])


def versions_brought(actor: Actor, *, since: date) -> dict[tuple[UUID, date], dict[int, bool]]:
    """Give which versions of each source and month are here, and whether they still stand; one statement."""
    rows = SuperiorScore.objects.filter(sub_district_id=actor.tenant_id, month_on__gte=since)
    found: dict[tuple[UUID, date], dict[int, bool]] = {}
    for source_id, month_on, version, back_at in rows.values_list(
        "source_id", "month_on", "version", "taken_back_at"
    ):
        found.setdefault((source_id, month_on), {})[version] = back_at is None
    return found


def get_superior_score(
    actor: Actor, score_id: UUID, *, among: QuerySet[SuperiorScore] | None = None
) -> SuperiorScore:
    """Give what a superior counted of a month.

    Raises:
        MissingError: There is none.
    """
    rows = SuperiorScore.objects.all() if among is None else among
    rows = rows.filter(sub_district_id=actor.tenant_id).select_related("source")
    found = rows.defer("source__secret").filter(pk=score_id).first() if actor.scope.whole else None
    if found is None:
        raise MissingError(_("There is no such count of the superior. Choose one from the list."))
    return found


def known_lines(actor: Actor, source_id: UUID, month_on: date, version: int, numbers: set[str]) -> set[str]:
    """Give which numbers are in a version of a month's count of a source already."""
    rows = SuperiorLine.objects.filter(
        sub_district_id=actor.tenant_id,
        score__source_id=source_id,
        score__month_on=month_on,
        score__version=version,
        number__in=numbers,
    )
    return set(rows.values_list("number", flat=True))


def verdicts_counted(superiors: Collection[SuperiorOrder]) -> list[CountedVerdict]:
    """Give what the files of superiors say of their orders, of each month the newest version that names it.

    Two statements; what was taken back says nothing any more.
    """
    by_number = {(row.source_id, row.number): row for row in superiors}
    sources = {row.source_id for row in superiors}
    scores = SuperiorScore.objects.filter(source_id__in=sources, taken_back_at=None).order_by(
        "month_on", "version"
    )
    held = {score.pk: score for score in scores}
    lines = SuperiorLine.objects.filter(
        sub_district_id__in={row.sub_district_id for row in superiors},
        score_id__in=list(held),
        number__in={row.number for row in superiors},
    )
    newest: dict[tuple[UUID, date], CountedVerdict] = {}
    for line in sorted(lines, key=lambda line: held[line.score_id].version):
        score = held[line.score_id]
        superior = by_number.get((score.source_id, line.number))
        if superior is not None:
            newest[superior.pk, score.month_on] = _counted(line, score, superior)
    return list(newest.values())


def _counted(line: SuperiorLine, score: SuperiorScore, superior: SuperiorOrder) -> CountedVerdict:
    return CountedVerdict(
        superior_id=superior.pk,
        source_name=superior.source.name,
        number=line.number,
        month_on=score.month_on,
        was_reached=line.was_answered,
        was_solved=line.was_solved,
        was_satisfied=line.was_satisfied,
        is_left_out=line.is_left_out,
        note=line.note,
        brought_by=score.brought_by,
    )


def briefs_of(actor: Actor) -> list[MonthlyBrief]:
    """Give the months whose figures are fixed, the newest first, without documents and figures."""
    rows = MonthlyBrief.objects.filter(sub_district_id=actor.tenant_id).defer("document", "figures")
    return list(rows.order_by("-month_on")[:LIST_ROWS])


def get_brief(actor: Actor, brief_id: UUID, *, among: QuerySet[MonthlyBrief] | None = None) -> MonthlyBrief:
    """Give a brief of the street.

    Raises:
        MissingError: There is none.
    """
    rows = MonthlyBrief.objects.all() if among is None else among
    found = rows.filter(sub_district_id=actor.tenant_id, pk=brief_id).first()
    if found is None:
        raise MissingError(_("There is no such brief. Choose one from the list."))
    return found


def find_brief_to_make(brief_id: UUID) -> MonthlyBrief | None:
    """Give a brief whose document waits to be made."""
    from_state = Q(state="asked")
    return MonthlyBrief.objects.select_related("sub_district").filter(from_state, pk=brief_id).first()


def frozen_months(sub_district_id: UUID, *, since: date) -> list[MonthlyBrief]:
    """Give the fixed figures of the months since a day, the newest first, without documents; one statement."""
    rows = MonthlyBrief.objects.filter(sub_district_id=sub_district_id, month_on__gte=since)
    return list(rows.defer("document").order_by(F("month_on").desc()))


def figures_kept(sub_district_id: UUID, month_on: date) -> dict[str, Any]:
    """Give the fixed figures of a month; nothing where it was not fixed."""
    rows = MonthlyBrief.objects.filter(sub_district_id=sub_district_id, month_on=month_on)
    return rows.values_list("figures", flat=True).first() or {}


def months_fixed(sub_district_id: UUID) -> set[date]:
    """Give the months whose figures are fixed."""
    rows = MonthlyBrief.objects.filter(sub_district_id=sub_district_id)
    return set(rows.values_list("month_on", flat=True))


def require_whole_street(actor: Actor) -> None:
    """Refuse who sees a part of the street only: means are compared across all of it.

    Raises:
        RefusedError: They do.
    """
    if not actor.scope.whole:
        raise RefusedError(_("This report is about the whole street, and your posts see a part of it."))

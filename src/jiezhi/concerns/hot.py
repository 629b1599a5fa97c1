"""What many residents speak of: requests of the last weeks, put together by wording, place and time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.models import Concern, HotIssue
from jiezhi.concerns.queries import CONTACT, visible_concerns
from jiezhi.core.heat import Voice, heat_of
from jiezhi.core.masking import without_personal
from jiezhi.engine.text.clusters import SUBJECT_SIGNS, clusters_of
from jiezhi.engine.text.whereabouts import Whereabouts, without_places
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.places.queries import communities_of, estates_of

LOOKED_BACK = timedelta(weeks=6)
"""What was said before is no longer hot."""
LEAST_REPORTERS = 3
"""Two who say the same are neighbours; three are an issue."""
MOST_ISSUES = 50
MOST_CONCERNS = 5000
"""Requests that are compared in one night at most, the newest."""
NAMED = 3
"""Communities of an issue that its list names; further ones are counted."""
NIGHT = range(1, 5)
SLEPT = timedelta(hours=12)


@dataclass(frozen=True)
class FoundIssue:
    """An issue as a night found it, not yet stored."""

    heat: float
    words: tuple[str, ...]
    reporters: int
    community_id: UUID | None
    estate_id: UUID | None
    first_at: datetime
    last_at: datetime
    concern_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class IssueLine:
    """An issue on its list.

    Args:
        issue: The row, with its place.
        requests: How many requests it has.
        waiting: How many of them wait for the dispatcher.
        communities: Names of those it lies in, the one with most of its requests first.
    """

    issue: HotIssue
    requests: int
    waiting: int
    communities: tuple[str, ...] = ()

    @property
    def places(self) -> str:
        """Where it lies, in words."""
        return place_words(self.issue, self.communities)


def place_words(issue: HotIssue, communities: Sequence[str]) -> str:
    """Say where an issue lies: its estate, or the communities that it comes from, the first ones by name.

    Args:
        issue: With its estate.
        communities: Names, the one with most of its requests first.
    """
    if issue.estate is not None:
        return issue.estate.name
    named = _(", ").join(communities[:NAMED])
    more = len(communities) - NAMED
    if more <= 0:
        return named
    told = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more)
    return told % {"names": named, "n": more}


def ranked(heats: Sequence[float]) -> list[int]:
    """Give the rank of each: 1 for the hottest; of two alike the first one."""
    order = sorted(range(len(heats)), key=lambda at: (-heats[at], at))
    ranks = [0] * len(heats)
    for rank, at in enumerate(order, start=1):
        ranks[at] = rank
    return ranks


def issues_among(sub_district_id: UUID, *, at: datetime) -> list[FoundIssue]:
    """Find what at least three reporters of a street speak of, the hottest first, in three statements.

    What a request was filed under, by people or else by the reading, says which words tell of a thing and which are
    phrases; names of the street's own places are left out of the wording, since a request has its place beside it.

    Reporters are told apart by the keyed digest of their number, which is compared here and never stored; whoever left
    none counts once for each request.

    Args:
        sub_district_id: The street.
        at: Now.
    """
    rows = Concern.objects.filter(sub_district_id=sub_district_id, submitted_at__gte=at - LOOKED_BACK)
    rows = rows.filter(submitted_at__lte=at).exclude(state=ConcernState.RETURNED).select_related("order")
    rows = rows.defer(*CONTACT)
    concerns = sorted(rows.order_by("-submitted_at")[:MOST_CONCERNS], key=lambda each: each.submitted_at)
    names = [estate.name for estate in estates_of(sub_district_id)]
    names += [community.name for community in communities_of(sub_district_id)]
    words = [without_places(without_personal(concern.words), names) for concern in concerns]
    days = [concern.submitted_at.timestamp() / 86_400 for concern in concerns]
    subjects = [text.strip().partition("\n")[0][:SUBJECT_SIGNS] for text in words]
    places = [_whereabouts(concern) for concern in concerns]
    matters = [_matter_of(concern) for concern in concerns]
    speakers = [concern.phone_index or concern.pk for concern in concerns]
    found = [
        _issue([concerns[member] for member in cluster.members], cluster.words, at=at)
        for cluster in clusters_of(subjects, words, days, places, matters, speakers)
        if len(cluster.members) >= LEAST_REPORTERS
    ]
    hot = [issue for issue in found if issue.reporters >= LEAST_REPORTERS]
    return sorted(hot, key=lambda issue: (-issue.heat, issue.first_at))[:MOST_ISSUES]


def _issue(concerns: Sequence[Concern], words: tuple[str, ...], *, at: datetime) -> FoundIssue:
    voices = [Voice(concern.phone_index, concern.submitted_at) for concern in concerns]
    named = {voice.reporter for voice in voices if voice.reporter}
    return FoundIssue(
        heat=heat_of(voices, now=at),
        words=words,
        reporters=len(named) + sum(not voice.reporter for voice in voices),
        community_id=_commonest([concern.community_id for concern in concerns]),
        estate_id=_commonest([concern.estate_id for concern in concerns]),
        first_at=concerns[0].submitted_at,
        last_at=concerns[-1].submitted_at,
        concern_ids=tuple(concern.pk for concern in concerns),
    )


def _matter_of(concern: Concern) -> str | None:
    """Give the matter of a request's order, or else the first that its wording points to."""
    if concern.order is not None:
        return str(concern.order.matter_id)
    return next((suggestion["matter_id"] for suggestion in concern.suggestions), None)


def _whereabouts(concern: Concern) -> Whereabouts:
    return Whereabouts(concern.community_id, concern.estate_id, concern.lon, concern.lat)


def _commonest(places: Sequence[UUID | None]) -> UUID | None:
    """Give the place that more than half of the requests name; nothing where they come from all over."""
    (place, count), *_rest = Counter(places).most_common(1)
    return place if count * 2 > len(places) else None


def hot_issues_are_due(sub_district_id: UUID, *, at: datetime) -> bool:
    """Whether the list is to be made: in the night once, and at once where there has never been one.

    Args:
        sub_district_id: The street.
        at: Now, in the office's zone.
    """
    last = HotIssue.objects.filter(sub_district_id=sub_district_id).aggregate(last=Max("found_at"))["last"]
    if last is None:
        return True
    return at - last > SLEPT and at.hour in NIGHT


def issue_lines(actor: Actor) -> list[IssueLine]:
    """Give the hot issues in which the actor may read a request, the hottest first, in two statements."""
    rows = _visible_issues(actor).annotate(
        requests=Count("concerns", distinct=True),
        waiting=Count("concerns", filter=Q(concerns__state=ConcernState.SUBMITTED), distinct=True),
    )
    issues = list(rows.order_by("rank")[:MOST_ISSUES])
    places = _communities_of(issues)
    return [
        IssueLine(issue, issue.requests, issue.waiting, tuple(places.get(issue.pk, ()))) for issue in issues
    ]


def _communities_of(issues: Sequence[HotIssue]) -> dict[UUID, list[str]]:
    rows = HotIssue.objects.filter(pk__in=[each.pk for each in issues], concerns__community__isnull=False)
    counted = rows.values_list("pk", "concerns__community__name").annotate(
        count=Count("concerns", distinct=True)
    )
    found: dict[UUID, list[str]] = {}
    for issue_id, name, _count in counted.order_by("pk", "-count", "concerns__community__name"):
        found.setdefault(issue_id, []).append(name)
    return found


def get_issue(actor: Actor, issue_id: UUID) -> HotIssue:
    """Give a hot issue.

    Raises:
        MissingError: The last night found another picture, or it lies outside the area.
    """
    issue = _visible_issues(actor).filter(pk=issue_id).first()
    if issue is None:
        raise MissingError(
            _("This issue is no longer on the list: it is made anew every night. Open the list again.")
        )
    return issue


def concerns_of_issue(actor: Actor, issue: HotIssue) -> list[Concern]:
    """Give the requests of an issue that lie in the actor's area, newest first, with their orders: one statement.

    All of them, which a cluster has not many of: one that waits must not be past the end of a page.
    """
    rows = visible_concerns(actor).filter(hot_issues=issue)
    return list(rows.select_related("community", "estate", "order__lead").order_by("-submitted_at", "-id"))


def _visible_issues(actor: Actor) -> QuerySet[HotIssue]:
    rows = HotIssue.objects.filter(sub_district_id=actor.tenant_id).select_related(
        "community", "estate", "order"
    )
    if actor.scope.whole:
        return rows
    return rows.filter(concerns__in=visible_concerns(actor)).distinct()

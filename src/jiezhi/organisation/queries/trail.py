"""The audit as its auditor reads it: who did what when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.audit import known_verbs, verb_label
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.queries.colleagues import colleagues_of

PAGE_ROWS = 50
HANDS = {
    ActorKind.STAFF.value: _("Staff of another office"),
    ActorKind.VISITOR.value: _("Not signed in yet"),
    ActorKind.CODE_HOLDER.value: _("Holder of a query code"),
    ActorKind.DEVICE.value: _("Device"),
    ActorKind.JOB.value: _("The system"),
}
"""Who did it, where it was nobody of the office by name."""


@dataclass(frozen=True)
class TrailFilter:
    """What the audit is narrowed to.

    Args:
        person: Who did it, or whose account it was about.
        verb: What was done.
        since_on: First day.
        until_on: Last day.
    """

    person: UUID | None = None
    verb: str = ""
    since_on: date | None = None
    until_on: date | None = None

    @property
    def names(self) -> str:
        """Which filters are set, without what they are set to."""
        return ",".join(name for name in ("person", "verb", "since_on", "until_on") if getattr(self, name))


@dataclass(frozen=True)
class TrailRow:
    """One deed, in words."""

    entry: AuditEntry
    what: str
    who: str
    kind_of_hand: str
    on_whom: str
    facts: str


@dataclass(frozen=True)
class Trail:
    """A page of the audit."""

    rows: list[TrailRow]
    before: int | None
    people: list[tuple[UUID, str]] = field(default_factory=list)


def trail_of(actor: Actor, wanted: TrailFilter, *, before: int | None) -> Trail:
    """Give one page of the office's audit, newest first, in three statements.

    The next page begins before the last row of this one and not at a count: reading adds a row each time.
    Signing in belongs to no street: it is shown with the office whose people did it.
    """
    people = {colleague.user.pk: colleague.user.name for colleague in colleagues_of(actor)}
    entries = _entries(actor, wanted, list(people))
    older = entries.filter(pk__lt=before) if before else entries
    found = list(older.order_by("-id")[: PAGE_ROWS + 1])
    rows = [_row(entry, people) for entry in found[:PAGE_ROWS]]
    return Trail(rows, rows[-1].entry.pk if len(found) > PAGE_ROWS else None, list(people.items()))


def _entries(actor: Actor, wanted: TrailFilter, people: list[UUID]) -> QuerySet[AuditEntry]:
    about_people = Q(sub_district_id=None, subject_kind="accounts.user", subject_id__in=people)
    entries = AuditEntry.objects.filter(Q(sub_district_id=actor.tenant_id) | about_people)
    if wanted.person:
        entries = entries.filter(Q(actor_id=str(wanted.person)) | Q(subject_id=wanted.person))
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    if wanted.since_on:
        entries = entries.filter(at__gte=_begin_of(wanted.since_on))
    if wanted.until_on:
        entries = entries.filter(at__lt=_begin_of(wanted.until_on + timedelta(days=1)))
    return entries


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _row(entry: AuditEntry, people: dict[UUID, str]) -> TrailRow:
    names = {str(key): name for key, name in people.items()}
    is_staff = entry.actor_kind == ActorKind.STAFF
    return TrailRow(
        entry=entry,
        what=verb_label(entry.verb),
        who=names.get(entry.actor_id, "") if is_staff else "",
        kind_of_hand=str(HANDS.get(entry.actor_kind, entry.actor_kind)),
        on_whom=people.get(entry.subject_id, "") if entry.subject_kind == "accounts.user" else "",
        facts="; ".join(
            f"{key}: {names.get(str(value), value)}"
            for key, value in entry.facts.items()
            if value not in ("", None)
        ),
    )


def verb_choices() -> list[tuple[str, str]]:
    """Give every kind of deed with its words, by words."""
    return sorted(((verb, verb_label(verb)) for verb in known_verbs()), key=lambda choice: choice[1])

"""What must hold of departments, posts and lists."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.separation import clash_of
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.organisation.choices import RecoveryState
from jiezhi.organisation.models import (
    AccountRecovery,
    DraftLine,
    DraftSupport,
    DutyEntry,
    Matter,
    Post,
    PostHolding,
    ResponsibilityEntry,
    ResponsibilitySupport,
    StepLimit,
)
from jiezhi.places.queries import strays


@invariant
def lists_stay_in_their_street() -> Iterator[Breach]:
    """No post, matter, duty or line of a list names anything of another street."""
    tables = (
        *(Post, PostHolding, Matter, StepLimit, DutyEntry, DraftLine, DraftSupport),
        *(ResponsibilityEntry, ResponsibilitySupport),
    )
    yield from strays(*tables)


@invariant
def duties_that_must_be_apart_are_apart() -> Iterator[Breach]:
    """Nobody holds posts today that together keep accounts, give posts or read the audit."""
    today = timezone.localdate()
    held = PostHolding.objects.filter(Q(until_on=None) | Q(until_on__gt=today), since_on__lte=today)
    codes: dict[tuple[object, str], set[str]] = defaultdict(set)
    for street, username, permissions in held.values_list(
        "sub_district_id", "user__username", "post__role__permissions"
    ):
        codes[street, username].update(permissions)
    for (_street, username), found in sorted(codes.items(), key=lambda row: row[0][1]):
        if clash_of(found):
            yield Breach(
                username,
                _("the posts of this account together give what three people must hold apart."),
                _("Whoever gives posts ends one of them under Staff."),
            )


@invariant
def lines_of_lists_end_after_they_begin() -> Iterator[Breach]:
    """An entry of the responsibility or duty list ends on or after the day from which it holds."""
    for model in (ResponsibilityEntry, DutyEntry):
        wrong = model.objects.filter(in_force_until__lt=F("in_force_from"))
        for pk in wrong.values_list("pk", flat=True).iterator():
            yield Breach(
                f"{model._meta.label} {pk}",
                _("it ends before it begins."),
                _("Open the list and enter its days again."),
            )


@invariant
def matters_form_a_tree() -> Iterator[Breach]:
    """No matter stands below itself."""
    parents = dict(Matter.objects.values_list("pk", "parent_id"))
    names = dict(Matter.objects.values_list("pk", "name"))
    for pk in parents:
        above, seen = parents.get(pk), {pk}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == pk:
            yield Breach(
                names[pk],
                _("this matter stands below itself."),
                _("Open the matter and choose what it is under."),
            )


@invariant
def recoveries_are_decided_by_somebody_at_some_time() -> Iterator[Breach]:
    """A recovery that was approved or refused says by whom and when; one that waits says neither."""
    is_open = Q(state=RecoveryState.ASKED)
    is_signed = Q(decided_by__isnull=False, decided_at__isnull=False)
    is_blank = Q(decided_by=None, decided_at=None)
    wrong = AccountRecovery.objects.filter((is_open & ~is_blank) | (~is_open & ~is_signed))
    for pk in wrong.values_list("pk", flat=True).iterator():
        yield Breach(
            f"recovery {pk}",
            _("its state does not go with who decided it."),
            _("Compare with the audit; if it was changed by hand, put the last whole backup back."),
        )

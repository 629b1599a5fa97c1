"""In which way an order may go to a department: the rule is `core.authority`, the facts are the office's rows."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.authority import Authority, BodyKind, HandOverReason, authority_over
from jiezhi.core.supports import support_way
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import LeadChoice, ancestor_ids, lead_for
from jiezhi.organisation.staff import staff_of_department
from jiezhi.places.queries import Spot
from jiezhi.workorders.choices import MODE_SIGNS, HandOverMode, Verb
from jiezhi.workorders.errors import NotListedError, WayNotOpenError
from jiezhi.workorders.models import OutpostAgreement, WorkOrder
from jiezhi.workorders.permissions import CHECK, DISPATCH, HANDLE, RECORD_ANSWER
from jiezhi.workorders.workflow import FLOWS, return_verb

REASONS: dict[HandOverReason, Promise | str] = {
    HandOverReason.OWN_SECTION: gettext_lazy("%(lead)s is a section of the office: this will be an order."),
    HandOverReason.AGREEMENT: gettext_lazy("An agreement is in force with %(lead)s: this goes out under it."),
    HandOverReason.NO_AGREEMENT: gettext_lazy(
        "No agreement is in force with %(lead)s: this will be a request; they may decline."
    ),
    HandOverReason.OWN_DUTY: gettext_lazy(
        "The list names %(lead)s for this matter: it is passed up to them; the street stays first receiver "
        "until they have taken it."
    ),
    HandOverReason.BUREAU: gettext_lazy(
        "%(lead)s is a district bureau: it will be called to report for duty; it may decline with a reason."
    ),
    HandOverReason.UTILITY: gettext_lazy("%(lead)s is a utility: this will be a request; they may decline."),
    HandOverReason.LISTED: gettext_lazy("The responsibility list gives this matter here to %(lead)s."),
    HandOverReason.NOT_LISTED: gettext_lazy(
        "The responsibility list does not name %(lead)s for this matter here, so it cannot be handed to them. "
        "Choose the section in charge, or have the list changed first."
    ),
}


@dataclass(frozen=True)
class Way:
    """How work goes to a department, and the sentence that says so.

    Args:
        mode: The usual way; None when it may not go there at all.
        others: Further ways that may be chosen instead.
        words: What the dispatcher reads before confirming.
    """

    mode: HandOverMode | None
    others: tuple[HandOverMode, ...]
    words: str

    @property
    def sign(self) -> str:
        """The sign that stands beside the word of the usual way."""
        return MODE_SIGNS[self.mode] if self.mode else ""


def authority_for(
    lead: Department,
    *,
    matter: Matter,
    spot: Spot,
    on: date,
    choice: LeadChoice | None = None,
    level: str | None = None,
) -> Authority:
    """Give what the office may ask of a department: no statement for sections and utilities, otherwise one.

    Args:
        lead: The department.
        matter: What it is about.
        spot: Where.
        on: The local date.
        choice: What the responsibility list says, if it was read already.
        level: How pressing the order is.
    """
    has_agreement = lead.kind == DepartmentKind.OUTPOST and agreements_in_force(lead, matter, on=on).exists()
    is_listed = False
    if lead.kind in (DepartmentKind.BUREAU, DepartmentKind.COMMUNITY):
        # What a committee does lies in its own community, even where nobody said so.
        place = spot if spot.community_id else replace(spot, community_id=lead.community_id)
        found = (
            choice if choice and place == spot else lead_for(matter=matter, spot=place, on=on, level=level)
        )
        is_listed = any(line.lead_id == lead.pk for line in (found.entry, *found.rivals) if line is not None)
        is_listed = is_listed or any(support.department_id == lead.pk for support in found.supports)
    return authority_over(BodyKind(lead.kind), has_agreement=has_agreement, is_listed=is_listed)


def way_to(
    lead: Department,
    *,
    matter: Matter,
    spot: Spot,
    on: date,
    choice: LeadChoice | None = None,
    level: str | None = None,
) -> Way:
    """Give the way in which an order would go out, in words, before it goes."""
    found = authority_for(lead, matter=matter, spot=spot, on=on, choice=choice, level=level)
    modes = [HandOverMode(mode) for mode in found.modes]
    words = str(REASONS[found.reason]) % {"lead": lead.name}
    return Way(modes[0] if modes else None, tuple(modes[1:]), words)


def chosen_mode(
    lead: Department,
    *,
    wanted: HandOverMode | None,
    matter: Matter,
    spot: Spot,
    on: date,
    level: str | None = None,
    choice: LeadChoice | None = None,
) -> HandOverMode:
    """Give the way in which an order goes to a department.

    Args:
        lead: The department.
        wanted: The way that was chosen; None for the usual one.
        matter: What it is about.
        spot: Where.
        on: The local date.
        level: How pressing the order is.
        choice: What the responsibility list says, if it was read already.

    Raises:
        NotListedError: The list does not give a residents' committee this matter here.
        WayNotOpenError: The way that was chosen is not open.
    """
    way = way_to(lead, matter=matter, spot=spot, on=on, level=level, choice=choice)
    if way.mode is None:
        raise NotListedError(way.words)
    if wanted is None or wanted == way.mode:
        return way.mode
    if wanted in way.others:
        return wanted
    raise WayNotOpenError(
        _("“%(wanted)s” is not open towards this department. %(words)s")
        % {"wanted": wanted.label, "words": way.words}
    )


def support_mode(
    department: Department,
    *,
    matter: Matter,
    spot: Spot,
    on: date,
    level: str | None = None,
    is_named: bool = False,
) -> HandOverMode:
    """Give the way in which a department is brought in beside a lead; nothing is passed up.

    Args:
        department: Who is to help.
        matter: What it is about.
        spot: Where.
        on: The local date.
        level: How pressing the order is.
        is_named: Whether the responsibility list is known to name it: then only an outpost costs a statement.

    Raises:
        NotListedError: The list does not give a residents' committee this matter here.
    """
    kind = BodyKind(department.kind)
    if is_named or kind is BodyKind.BUREAU:
        is_outpost = kind is BodyKind.OUTPOST
        has_agreement = is_outpost and agreements_in_force(department, matter, on=on).exists()
        way = support_way(kind, has_agreement=has_agreement, is_listed=is_named)
    else:
        found = authority_for(department, matter=matter, spot=spot, on=on, level=level)
        way = found.usual
    if way is None:
        raise NotListedError(str(REASONS[HandOverReason.NOT_LISTED]) % {"lead": department.name})
    return HandOverMode(way)


def agreements_in_force(lead: Department, matter: Matter, *, on: date) -> QuerySet[OutpostAgreement]:
    """Give the agreements with a department that hold for a matter, or a wider one, on a day."""
    matters = [matter.pk, *ancestor_ids(matter)]
    held = OutpostAgreement.objects.filter(
        sub_district_id=lead.sub_district_id, department_id=lead.pk, in_force_from__lte=on
    )
    return held.filter(
        Q(in_force_until=None) | Q(in_force_until__gt=on), Q(matter=None) | Q(matter_id__in=matters)
    )


def usual_modes(lead: Department, matters: Collection[Matter], *, on: date) -> dict[UUID, HandOverMode]:
    """Give the way in which a department gets what the list gives it, by matter; one statement for an outpost.

    Args:
        lead: Which.
        matters: What the list gives it, with their parents.
        on: The local date.
    """
    agreed: set[UUID | None] = set()
    if lead.kind == DepartmentKind.OUTPOST:
        held = OutpostAgreement.objects.filter(
            Q(in_force_until=None) | Q(in_force_until__gt=on),
            sub_district_id=lead.sub_district_id,
            department_id=lead.pk,
            in_force_from__lte=on,
        )
        agreed = set(held.values_list("matter_id", flat=True))
    found: dict[UUID, HandOverMode] = {}
    for matter in matters:
        has_agreement = not agreed.isdisjoint([None, matter.pk, *ancestor_ids(matter)])
        way = authority_over(BodyKind(lead.kind), has_agreement=has_agreement, is_listed=True).usual
        found[matter.pk] = HandOverMode(way) if way else HandOverMode.DIRECT
    return found


def agreements_of(actor: Actor) -> list[OutpostAgreement]:
    """Give every agreement of the street, those in force and the newest first, in one statement."""
    rows = OutpostAgreement.objects.filter(sub_district_id=actor.tenant_id).select_related(
        "department", "matter"
    )
    return list(rows.order_by("department__name", "-in_force_from", "id"))


def get_agreement(actor: Actor, agreement_id: UUID) -> OutpostAgreement:
    """Give an agreement, locked until the deed is done.

    Raises:
        MissingError: The street has no such agreement.
    """
    rows = OutpostAgreement.objects.select_for_update().filter(
        sub_district_id=actor.tenant_id, pk=agreement_id
    )
    found = rows.first()
    if found is None:
        raise MissingError(_("There is no such agreement in this street."))
    return found


def possible_verbs(actor: Actor, order: WorkOrder) -> frozenset[Verb]:
    """Give what the actor can do with an order now: allowed by its flow's table and by their post.

    Closing and reopening are not among them: they follow from the reporter's answer.
    """
    dispatches = actor.may(DISPATCH.code)
    handles = actor.may(HANDLE.code) and order.lead_id in actor.scope.department_ids
    checks = actor.may(CHECK.code)
    rights = {
        Verb.DISPATCH: dispatches,
        Verb.ACCEPT: handles,
        Verb.AGREE: handles,
        Verb.REPORT_IN: handles,
        Verb.TAKE: handles,
        return_verb(order.hand_over): handles,
        Verb.REASSIGN: dispatches or (handles and return_verb(order.hand_over) is Verb.SEND_BACK),
        Verb.EXTEND: handles,
        Verb.RESOLVE: handles,
        Verb.PASS_CHECK: checks,
        Verb.FAIL_CHECK: checks,
    }
    return frozenset(
        Verb(verb) for verb in FLOWS[order.flow].verbs_from(order.state) if rights.get(Verb(verb))
    )


RECORDABLE = frozenset({Verb.ACCEPT, Verb.AGREE, Verb.REPORT_IN, Verb.TAKE, Verb.DECLINE, Verb.RESOLVE})


def recordable_verbs(actor: Actor, order: WorkOrder, *, on: date) -> frozenset[Verb]:
    """Give what the actor can record for a body that does not sign in; one statement where it may apply at all.

    Args:
        actor: Whoever heard of it.
        order: With its lead.
        on: The local date.
    """
    lead = order.lead
    if lead is None or lead.kind in (DepartmentKind.SECTION, DepartmentKind.COMMUNITY):
        return frozenset()
    verbs = RECORDABLE & {Verb(verb) for verb in FLOWS[order.flow].verbs_from(order.state)}
    if return_verb(order.hand_over) is not Verb.DECLINE:
        verbs -= {Verb.DECLINE}
    if not verbs or not actor.may(RECORD_ANSWER.code):
        return frozenset()
    return frozenset() if staff_of_department(lead.pk, allowed=HANDLE, on=on) else verbs

"""Filters that are kept under a name."""

from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.masking import without_numbers
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.workorders.models import SavedFilter
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.saved import MOST_SAVED, get_filter, may_tend, visible_filters

SAVED = "workorders.saved_filter"


@action
def save_filter(*, name: str, query: str, is_shared: bool, actor: Actor, at: datetime) -> SavedFilter:
    """Keep what a list is narrowed to under a name, for oneself or for the own department.

    The same name again replaces what stood under it, unless a colleague shares it.

    Args:
        name: Under which it stands.
        query: The address of the list as `filter_forms.plain_query` writes it.
        is_shared: Whether the department has it too.
        actor: Who keeps it.
        at: Now.

    Raises:
        InvalidError: It has no name or narrows nothing, holds a number of a person, a colleague shares one under
            its name, or there are too many.
    """
    require(actor, VIEW)
    name = name.strip()[:24]
    words = QueryDict(query).get("words", "")
    if not name:
        raise InvalidError(_("Give the filter a name, such as “Late, my community”."))
    if not query:
        raise InvalidError(_("This list is not narrowed at all. Set a filter first, then save it."))
    if without_numbers(words) != words:
        raise InvalidError(
            _("The words hold what looks like a person's number. It is not kept: take it out of the filter.")
        )
    if is_shared and actor.department_id is None:
        raise InvalidError(_("You belong to no department, so there is nobody to share it with."))
    keeper = {"keeper_id": actor.id, "department": None}
    whose = {"department_id": actor.department_id} if is_shared else keeper
    kept = SavedFilter.objects.filter(sub_district_id=actor.tenant_id, **whose)
    saved = kept.select_for_update().filter(name=name).first()
    if saved and not may_tend(actor, saved, on=timezone.localdate(at)):
        raise InvalidError(
            _("A colleague shares another filter as “%(name)s”. Choose another name.") % {"name": name}
        )
    if saved is None and kept.count() >= MOST_SAVED:
        told = _("Your department shares %(most)d already. Whoever shared one takes it off first.")
        raise InvalidError(
            (told if is_shared else _("You keep %(most)d already. Take one off first."))
            % {"most": MOST_SAVED}
        )
    places = list(visible_filters(actor).values_list("position", flat=True))
    if saved is None:
        saved = SavedFilter(sub_district_id=actor.tenant_id, name=name, position=max(places, default=0) + 1)
        saved.department_id = actor.department_id if is_shared else None
    saved.keeper_id, saved.query, saved.saved_at = actor.id, query, at
    saved.save()
    audit.record("workorders.filter_saved", kind=SAVED, id=saved.pk, facts={"shared": is_shared})
    return saved


@action
def drop_filter(*, filter_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a saved filter off: one that the actor keeps, or one whose keeper has left the department.

    Raises:
        MissingError: There is none.
        RefusedError: A colleague shares it.
    """
    require(actor, VIEW)
    saved = get_filter(actor, filter_id)
    if not may_tend(actor, saved, on=timezone.localdate(at)):
        raise RefusedError(_("A colleague shares this filter with your department, and takes it off too."))
    audit.record("workorders.filter_dropped", kind=SAVED, id=saved.pk)
    saved.delete()


@action
def move_filter_up(*, filter_id: UUID, actor: Actor, at: datetime) -> list[SavedFilter]:
    """Let a saved filter stand one place earlier; the first one stays.

    Raises:
        MissingError: There is none.
    """
    require(actor, VIEW)
    saved = get_filter(actor, filter_id)
    rows = list(visible_filters(actor).select_for_update(of=("self",)))
    place = next(number for number, row in enumerate(rows) if row.pk == saved.pk)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows, start=1):
        row.position = position
    SavedFilter.objects.bulk_update(rows, ["position"])
    audit.record("workorders.filter_moved", kind=SAVED, id=saved.pk)
    return rows

"""How a street looks for duplicates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.merging.models import MergeRules
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import matters_of


@dataclass(frozen=True)
class RulesDraft:
    """What was entered; each as in `MergeRules`."""

    near_m: int
    alike_percent: int
    days: int
    finished_days: int
    undo_days: int
    offered: frozenset[UUID]


@action
def change_rules(*, draft: RulesDraft, actor: Actor, at: datetime) -> MergeRules:
    """Change how duplicates are looked for, and of which matters residents are told that they are known.

    Raises:
        InvalidError: A matter is not one of the street.
    """
    require(actor, KEEP_LISTS)
    offered = [matter for matter in matters_of(actor.tenant_id) if matter.pk in draft.offered]
    if len(offered) != len(draft.offered):
        raise InvalidError(_("One of these matters is not in use here. Open the page again and choose anew."))
    numbers = {
        name: getattr(draft, name)
        for name in ("near_m", "alike_percent", "days", "finished_days", "undo_days")
    }
    rules, _is_new = MergeRules.objects.update_or_create(
        sub_district_id=actor.tenant_id, defaults=numbers | {"changed_at": at, "changed_by": actor.label}
    )
    rules.offered.set(offered)
    audit.record(
        "merging.rules_changed",
        kind="merging.rules",
        id=actor.tenant_id,
        facts=numbers | {"offered": len(draft.offered)},
    )
    return rules

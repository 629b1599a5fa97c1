"""Say which communities are demonstration sites."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.assessment.models import DemonstrationSite
from jiezhi.assessment.permissions import MARK_SITES
from jiezhi.assessment.queries import require_whole_street
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.places.queries import communities_of


@action
def mark_demonstration_sites(*, community_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Mark these communities of the street as demonstration sites, and no others; give how many they are.

    Raises:
        InvalidError: One is no community of the street.
        RefusedError: The actor may not mark them, or sees a part of the street only.
    """
    require(actor, MARK_SITES)
    require_whole_street(actor)
    hold(f"assessment.sites:{actor.tenant_id}")
    names = {row.pk: row.name for row in communities_of(actor.tenant_id)}
    wanted = set(community_ids)
    if not wanted <= names.keys():
        raise InvalidError(_("One of them is no community of this street. Choose from the list."))
    rows = DemonstrationSite.objects.filter(sub_district_id=actor.tenant_id)
    before = set(rows.values_list("community_id", flat=True))
    rows.filter(community_id__in=before - wanted).delete()
    DemonstrationSite.objects.bulk_create(
        DemonstrationSite(
            sub_district_id=actor.tenant_id, community_id=pk, marked_at=at, marked_by=actor.label
        )
        for pk in sorted(wanted - before)
    )
    said = _(", ").join(sorted(names[pk] for pk in wanted))
    audit.record(
        "assessment.sites_marked", kind="places.sub_district", id=actor.tenant_id, facts={"communities": said}
    )
    return len(wanted)

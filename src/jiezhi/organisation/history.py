"""Where earlier records lie that nobody has sorted."""

from uuid import UUID

from jiezhi.organisation.choices import FlowName, LimitUnits
from jiezhi.organisation.models import Matter

UNSORTED = "unsorted"
"""Code of the matter under which earlier messages lie that nobody has sorted; nothing new is dispatched under it."""


def unsorted_matter(sub_district_id: UUID) -> Matter:
    """Give the street's matter for what came in from files; made at its first use, never among those to choose from."""
    matter, _is_new = Matter.objects.get_or_create(
        sub_district_id=sub_district_id,
        code=UNSORTED,
        defaults={
            "name": "历史诉求（未分类）",
            "flow": FlowName.ENQUIRY,
            "limit_amount": 5,
            "limit_unit": LimitUnits.WORKING_DAYS,
            "is_in_use": False,
        },
    )
    return matter

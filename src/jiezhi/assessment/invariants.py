"""What must hold of scorecards, whatever was killed."""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext as _

from jiezhi.assessment.models import WeightVersion
from jiezhi.core.scorecards import WHOLE
from jiezhi.kit.invariant import Breach, invariant


@invariant
def weights_of_a_version_sum_to_a_hundred() -> Iterator[Breach]:
    """The weights of each version sum to 100."""
    rows = WeightVersion.objects.annotate(total=Sum("weights__hundredths")).exclude(total=WHOLE)
    for pk, total in rows.values_list("pk", "total").iterator():
        yield Breach(
            f"weights {pk}",
            _("they sum to %(total)s instead of 100.") % {"total": total},
            _("Put the last good backup back, or enter a new version."),
        )

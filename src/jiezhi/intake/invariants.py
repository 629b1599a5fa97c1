"""What must hold of files on their way in."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiezhi.intake.choices import OPEN_STATES
from jiezhi.intake.keeping import has_content
from jiezhi.intake.models import IntakeRun
from jiezhi.kit.invariant import Breach, invariant


@invariant
def open_runs_have_their_file() -> Iterator[Breach]:
    """A file that is still to be brought in lies where it is read from."""
    for pk, opened_at in IntakeRun.objects.filter(state__in=OPEN_STATES).values_list("pk", "opened_at"):
        if not has_content(pk):
            yield Breach(
                str(pk),
                _("the file that was handed in on %(day)s is gone.") % {"day": f"{opened_at:%Y-%m-%d}"},
                _("Stop this run on the page of files and hand the file in again."),
            )

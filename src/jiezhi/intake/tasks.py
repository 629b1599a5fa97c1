"""Contents of files that nobody needs any longer go."""

from datetime import datetime, timedelta

from jiezhi.intake.keeping import contents_before, forget_content
from jiezhi.intake.queries import runs_with_content
from jiezhi.intake.running import KEPT
from jiezhi.kit.worker import every

ORPHAN = timedelta(hours=1)
"""A content without its run is older than this only when the deed that was to open the run has failed."""


@every(timedelta(hours=6))
def forget_contents(at: datetime) -> None:
    """Forget what belongs to runs that ended a week ago, and what never became a run."""
    old = list(contents_before(at - ORPHAN))
    needed = runs_with_content(old, ended_before=at - KEPT)
    for run_id in set(old) - needed:
        forget_content(run_id)

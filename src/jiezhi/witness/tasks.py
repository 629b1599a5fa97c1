"""The worker's part: note the heads soon after rows were sealed."""

from datetime import datetime, timedelta

from jiezhi.kit.worker import every
from jiezhi.witness.heads import note_heads


@every(timedelta(minutes=1))
def note_new_heads(at: datetime) -> None:
    """Note where the chains end, if they have grown."""
    note_heads(at=at)

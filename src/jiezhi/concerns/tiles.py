"""What the operator's page tells of the sources from above: whether they answer."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.concerns.superior_queries import sources_with_adapter
from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile

SILENT = timedelta(minutes=30)
"""Sources are asked every minute: silent for longer than this is silent."""


def sources(at: datetime) -> Reading:
    """Tell which systems of superiors do not answer: their orders do not come in."""
    asked = sources_with_adapter()
    told = ngettext("%(count)d source", "%(count)d sources", len(asked)) % {"count": len(asked)}
    troubled = [source for source in asked if source.trouble]
    silent = [source for source in asked if source.asked_at is None or at - source.asked_at > SILENT]
    failing = troubled or silent
    if not failing:
        return Reading(Tone.OK, _("All answer") if asked else _("None set up"), told if asked else "")
    since = min((source.asked_at for source in failing if source.asked_at), default=None)
    return Reading(
        Tone.BAD if silent else Tone.WARN,
        _("In trouble"),
        ", ".join(source.name for source in failing[:3]),
        _(
            "Read the reason with the source, under Orders from above; then check the network to it and its secret."
        ),
        since=since,
    )


register_tile(Tile("concerns.sources", gettext_lazy("Sources from above"), 61, sources))

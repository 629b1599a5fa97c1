"""What can come of a task at the door, and which of them are written down on a telephone too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiezhi.faces.patrol.waiting import SITE_CHECK
from jiezhi.fieldwork.waiting import DUE_VISIT

Outcomes = tuple[tuple[str, str | Promise], ...]
CALLBACK = "callback"
LATER = "later"
"""What is chosen for a task that a visit leaves as it is."""
ON_TELEPHONE = (SITE_CHECK, CALLBACK, DUE_VISIT)
"""A mediation is not: its sealed notes lie on no telephone. Nor is a wish about data, which the desk decides."""
FOUND: Outcomes = (
    ("done", pgettext_lazy("check", "Done")),
    ("not_done", pgettext_lazy("check", "Not done")),
)
HEARD: Outcomes = (
    ("good", gettext_lazy("Solved and satisfied")),
    ("unhappy", gettext_lazy("Solved, not satisfied")),
    ("unsolved", gettext_lazy("Not solved")),
    ("absent", gettext_lazy("Nobody was met")),
)
MET: Outcomes = (("met", gettext_lazy("Somebody was met")), ("absent", gettext_lazy("Nobody was met")))

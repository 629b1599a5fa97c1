from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("assessment:see", _("See scorecards of the own area, and figures"))
OBJECT = permission("assessment:object", _("Object to a line of an own scorecard"))
DECIDE = permission("assessment:decide", _("Decide on objections to lines of scorecards"))
KEEP_WEIGHTS = permission("assessment:keep_weights", _("Enter the office's own weights"))
MARK_SITES = permission("assessment:mark_sites", _("Mark communities as demonstration sites"))
BRING = permission("assessment:bring", _("Bring in what the superior counted"))
READ_BRIEFS = permission("assessment:read_briefs", _("Read the monthly briefs"))

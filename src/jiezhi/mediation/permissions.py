from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("mediation:see", _("See mediations, without the parties' names"))
KEEP = permission("mediation:keep", _("Open and carry out mediations"))
REVEAL = permission("mediation:reveal", _("See the parties of a mediation and what they agreed"))

from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("property:see", _("See estates with their property companies and contracts"))
KEEP = permission("property:keep", _("Keep property companies, contracts, duties and owners' votes"))
ASK = permission("property:ask", _("Say which duty an order is about, and ask the property company"))
ANSWER = permission("property:answer", _("Answer for a property company with its code"))

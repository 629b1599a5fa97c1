from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SUBMIT = permission("concerns:submit", _("Make a request"))
FOLLOW = permission("concerns:follow", _("Follow one's own request"))
READ = permission("concerns:read", _("Read residents' requests"))
RECEIVE = permission("concerns:receive", _("Receive requests, ask back and answer"))
REVEAL = permission("concerns:reveal", _("See the reporter's telephone number and address"))
IMPORT = permission("concerns:import", _("Bring in files of earlier messages"))
BRIDGE = permission("concerns:bridge", _("Bring in orders from above, object to them, hand over replies"))
KEEP_SOURCES = permission("concerns:keep_sources", _("Enter the systems that send orders down"))
CALL_BACK = permission("concerns:call_back", _("Record callbacks"))
HEAR_CALLBACK = permission("concerns:hear_callback", _("Hear a callback at the reporter's door"))

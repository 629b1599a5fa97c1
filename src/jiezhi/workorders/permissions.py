from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

VIEW = permission("workorders:view", _("See work orders"))
DISPATCH = permission("workorders:dispatch", _("Dispatch work orders"))
HANDLE = permission("workorders:handle", _("Handle work orders of the own department"))
DECIDE_EXTENSION = permission("workorders:decide_extension", _("Decide on more time"))
CHECK = permission("workorders:check", _("Check on site"))
FINISH = permission("workorders:finish", _("Close or reopen after the callback"))
RECORD_ANSWER = permission("workorders:record_answer", _("Record what a body that does not sign in has said"))
WHISTLE = permission("workorders:whistle", _("Call departments to the own community"))

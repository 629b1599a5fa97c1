from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

KEEP_GOALS = permission("programme:keep_goals", _("Set phases and targets"))

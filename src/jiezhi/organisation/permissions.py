from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

KEEP_LISTS = permission("organisation:keep_lists", _("Keep matters, responsibility list and calendar"))

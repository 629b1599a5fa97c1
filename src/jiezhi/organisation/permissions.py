from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE_LISTS = permission(
    "organisation:see_lists", _("Read the lists: matters, duties, responsibilities, calendar")
)
KEEP_LISTS = permission("organisation:keep_lists", _("Keep matters, responsibility list and calendar"))
APPROVE_LISTS = permission("organisation:approve_lists", _("Approve versions of the responsibility list"))

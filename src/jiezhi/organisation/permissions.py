from django.utils.translation import gettext_lazy as _

from jiezhi.core.separation import GIVES_POSTS, KEEPS_ACCOUNTS
from jiezhi.kit.access import permission

SEE_LISTS = permission(
    "organisation:see_lists", _("Read the lists: matters, duties, responsibilities, calendar")
)
KEEP_LISTS = permission("organisation:keep_lists", _("Keep matters, responsibility list and calendar"))
APPROVE_LISTS = permission("organisation:approve_lists", _("Approve versions of the responsibility list"))
SEE_STAFF = permission("organisation:see_staff", _("See who works in the office, with posts and permissions"))
KEEP_ACCOUNTS = permission(KEEPS_ACCOUNTS, _("Keep accounts: invite, close, help after a loss"))
GRANT_POSTS = permission(GIVES_POSTS, _("Give and end posts"))

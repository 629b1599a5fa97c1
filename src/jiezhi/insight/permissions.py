from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE_BURDEN = permission("insight:see_burden", _("See what forms cost"))
SEE_WALL = permission("insight:see_wall", _("See the cockpit"))

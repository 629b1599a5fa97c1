from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE_CATALOGUE = permission("kit:see_catalogue", _("See the component catalogue"))

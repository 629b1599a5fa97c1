from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.permissions import FOLLOW, SUBMIT
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.insight.permissions import SEE_WALL
from jiezhi.kit.access import permission
from jiezhi.organisation.permissions import SEE_LISTS
from jiezhi.workorders.permissions import HANDLE, VIEW

KEEP_PROGRAMS = permission("clients:keep_programs", _("Register programs of others and give them tokens"))

LENT: dict[ProgramScope, frozenset[str]] = {
    ProgramScope.ORDERS_READ: frozenset({VIEW.code}),
    ProgramScope.ORDERS_ACCEPT: frozenset({VIEW.code, HANDLE.code}),
    ProgramScope.ORDERS_SEND_BACK: frozenset({VIEW.code, HANDLE.code}),
    ProgramScope.ORDERS_RESOLVE: frozenset({VIEW.code, HANDLE.code}),
    ProgramScope.CONCERNS_CREATE: frozenset({SUBMIT.code}),
    ProgramScope.CONCERNS_FOLLOW: frozenset({FOLLOW.code}),
    ProgramScope.LISTS_READ: frozenset({SEE_LISTS.code}),
    ProgramScope.PLACES_READ: frozenset(),
    ProgramScope.MEASURES_READ: frozenset({SEE_WALL.code}),
}
"""The permissions that a program holds during one call under a scope; never those of its other scopes."""

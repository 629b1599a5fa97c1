"""What must hold of programs and tokens."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import Program, ProgramToken
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.places.queries import strays


@invariant
def programs_stay_in_their_street() -> Iterator[Breach]:
    """No program acts for a department of another street, and no token is of a program of one."""
    yield from strays(Program, ProgramToken)


@invariant
def scopes_are_ones_that_there_are() -> Iterator[Breach]:
    """Programs and tokens have scopes that this version knows."""
    known = set(ProgramScope.values)
    for model in (Program, ProgramToken):
        for pk, scopes in model.objects.values_list("pk", "scopes").iterator():
            if strange := set(scopes) - known:
                yield Breach(
                    f"{model._meta.label} {pk}",
                    _("it has a scope that there is not: %(scope)s.") % {"scope": min(strange)},
                    _("Open the program under Programs and tokens, and choose again what it may do."),
                )

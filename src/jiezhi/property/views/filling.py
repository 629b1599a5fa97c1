"""How a page of one form becomes a deed, and how posts without a page tell what speaks against them."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from jiezhi.burden.metering import Process, note_post
from jiezhi.kit.access import ActorRequest
from jiezhi.kit.errors import DomainError, MissingError, RefusedError


def filled(request: ActorRequest, form: Form, deed: Callable[[], object], *, of: Process, told: str) -> bool:
    """Do the deed of a form that was sent, and say so; a rule that speaks against it stands in the form.

    Args:
        request: Of the writer.
        form: Bound or not.
        deed: What is done with it.
        of: The piece of work that the burden meter counts.
        told: What the next page says.
    """
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        deed()
    except (MissingError, RefusedError):
        raise
    except DomainError as problem:
        form.add_error(None, problem.message)
        return False
    note_post(of, form, actor=request.actor, at=timezone.now())
    messages.success(request, told)
    return True


def told_done(request: HttpRequest, deed: Callable[[], object], *, told: str) -> None:
    """Do a deed that has nothing typed, and say what came of it on the page it leads back to."""
    try:
        deed()
    except (MissingError, RefusedError):
        raise
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, told)

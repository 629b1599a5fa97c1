"""How a form becomes a deed: the deed is done, or there is a reason why not, in words for the page."""

from collections.abc import Callable

from django.forms import Form
from django.utils.translation import gettext as _

from jiezhi.kit.errors import DomainError, InvalidError, MissingError, RefusedError


def problem_of(form: Form, deed: Callable[[], None]) -> DomainError | None:
    """Do the deed if the form is filled as it must be; give the reason when it is not done.

    What is missing or not permitted passes through, since there is no page to show it on.
    """
    if not form.is_valid():
        return InvalidError(_("Look at what is marked below."))
    try:
        deed()
    except (MissingError, RefusedError):
        raise
    except DomainError as error:
        return error
    return None


def fill(form: Form, deed: Callable[[], None]) -> int:
    """Do the same for a page of one form: a refusal stands in the form's error summary; 0 means done."""
    problem = problem_of(form, deed)
    if problem is not None and form.is_valid():
        form.add_error(None, problem.message)
    return problem.status if problem else 0

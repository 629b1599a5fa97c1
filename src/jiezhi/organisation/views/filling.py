"""How what was typed becomes a deed."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

from jiezhi.kit.errors import DomainError, InvalidError

Done = TypeVar("Done")
PASSES = (403, 404)
"""Refusals that have no page of their own to stand on."""


def carried_out(form: forms.Form, deed: Callable[[], Done]) -> Done | None:
    """Do the deed of a form; what speaks against it stands in the form, and None is given."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return deed()
    except DomainError as problem:
        if problem.status in PASSES:
            raise
        form.add_error(None, problem.message)
        return None


def require_valid(form: forms.Form) -> None:
    """Let a form pass that has no page of its own.

    Raises:
        InvalidError: With the first sentence that says what to mend.
    """
    if not form.is_valid():
        told = [words for errors in form.errors.values() for words in errors]
        raise InvalidError(str(told[0]) if told else _("Look at what you entered and send it again."))

"""What a deed answers: a page to a person without script, plain values to the queue of a telephone."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiezhi.fieldwork.actions import Taken
from jiezhi.fieldwork.errors import OtherAccountError
from jiezhi.fieldwork.queries import account_of
from jiezhi.kit.access import ActorRequest
from jiezhi.kit.errors import DomainError, InvalidError, MissingError, RefusedError

UNPROCESSABLE = 422
Screen = Callable[..., HttpResponse]


def is_queue(request: HttpRequest) -> bool:
    """Whether a telephone's queue asks, and not a page."""
    return request.headers.get("Accept", "") == "application/json"


def require_writer(request: ActorRequest) -> None:
    """Refuse what another account wrote: a telephone may be in other hands by the time it sends.

    Raises:
        OtherAccountError: It was written by somebody else; the telephone keeps it for them.
    """
    writer = request.POST.get("account", "")
    if writer and writer != account_of(request.actor):
        raise OtherAccountError(_("Somebody else is signed in now. Load the page again."))


def take(
    request: ActorRequest, form: forms.Form, deed: Callable[[], Taken], screen: Screen
) -> Taken | HttpResponse:
    """Do the deed of a form; what it lacks is told on its page, or raised for the queue, which keeps it.

    Args:
        request: Who asks.
        form: As it was entered.
        deed: Does it.
        screen: Gives the form's page again, with `problem` and `status`.
    """
    if not form.is_valid():
        if is_queue(request):
            raise InvalidError(_words_of(form))
        return screen(form, status=UNPROCESSABLE)
    try:
        return deed()
    except (MissingError, RefusedError):
        raise  # Not theirs to see or to do: `kit.problems` answers.
    except DomainError as problem:
        if is_queue(request):
            raise
        return screen(form, problem=problem, status=problem.status)


def answered(
    request: ActorRequest, taken: Taken, *, words: str, url: str, to: str, code: str = ""
) -> HttpResponse:
    """Tell that something was taken.

    Args:
        request: Who asks.
        taken: What was taken.
        words: What a page says.
        url: Where it is shown from now on.
        to: The name of the page that follows.
        code: The query code of a request that was made of a wish, for its resident.
    """
    if is_queue(request):
        return JsonResponse({"number": taken.number, "words": words, "url": url, "code": code})
    if code:  # In the answer itself: a code must not ride in an address or lie in a session.
        return render(
            request, "patrol/visit_taken.html", {"words": words, "code": code, "number": taken.number}
        )
    messages.success(request, words)
    return redirect(to)


def _words_of(form: forms.Form) -> str:
    told = []
    for name, errors in form.errors.items():
        label = "" if name == NON_FIELD_ERRORS else str(form.fields[name].label or "")
        told += [f"{label}{_(': ')}{error}" if label else str(error) for error in errors]
    return " ".join(told)

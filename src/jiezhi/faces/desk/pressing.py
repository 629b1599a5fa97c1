"""A page that does several things names its press, so that one that is sent twice is carried out once."""

import json
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.batches.models import Batch
from jiezhi.batches.queries import batch_of_press
from jiezhi.burden.metering import STAMP
from jiezhi.kit.actor import Actor

PRESS = "press"
_NOT_TYPED = {"csrfmiddlewaretoken", STAMP}


def new_press() -> str:
    """Give a name for the press of a page that is shown."""
    return uuid4().hex


def press_of(sent: QueryDict) -> str:
    """Give the key of a press: the same page with the same content again has the same one.

    Whoever goes back and changes something presses anew. The key is a digest under a secret; no words can be had of it.
    """
    if not sent.get(PRESS):
        return new_press()
    content = sorted((name, sent.getlist(name)) for name in sent if name not in _NOT_TYPED)
    return salted_hmac("desk.press", json.dumps(content), algorithm="sha256").hexdigest()


def led_to_first(request: HttpRequest, actor: Actor, press: str) -> HttpResponse | None:
    """Lead a page that is sent for the second time to what became of the first; None for any other."""
    before = batch_of_press(actor, press)
    if before is None:
        return None
    messages.info(request, _("This was sent before. Nothing was done twice; here is what became of it."))
    return redirect("desk:batch", before.pk)


def outcome_words(*, done: int, refused: int) -> str:
    """Give how many were done, and how many were not possible."""
    said = ngettext("%(count)d done.", "%(count)d done.", done) % {"count": done}
    if not refused:
        return said
    problem = ngettext("%(count)d not possible: see why.", "%(count)d not possible: see why.", refused)
    return f"{said} {problem % {'count': refused}}"


def told(request: HttpRequest, batch: Batch, *, done: int) -> HttpResponse:
    """Lead to what became of a batch all of which was done."""
    messages.success(request, outcome_words(done=done, refused=0))
    return redirect("desk:batch", batch.pk)

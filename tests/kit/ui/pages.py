"""The addresses of the small face that the layout tests look at."""

from __future__ import annotations

from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.db import OperationalError
from django.shortcuts import render
from django.urls import include, path

from jiezhi.kit.errors import RefusedError


class LampForm(forms.Form):
    subject = forms.CharField(label="Subject", help_text="One sentence")
    photo = forms.FileField(label="Photo", required=False)
    answer_by = forms.ChoiceField(
        label="Answer by", choices=[("p", "Phone"), ("t", "Text")], widget=forms.RadioSelect
    )


def give_actor(get_response):
    """Let a test say in a header which permissions the reader has."""

    def middleware(request):
        codes = request.headers.get("X-Test-Permissions")
        if codes is not None:
            request.actor = SimpleNamespace(permissions=frozenset(codes.split()))
        else:
            request.actor = SimpleNamespace(permissions=frozenset())
        return get_response(request)

    return middleware


def page(layout):
    def view(request):
        if "message" in request.GET:
            messages.success(request, "Saved <b>well</b>")
        form = LampForm(request.POST, request.FILES) if request.method == "POST" else LampForm()
        return render(request, "demo.html", {"layout": f"ui/{layout}.html", "form": form})

    return view


def refuse(request):
    raise RefusedError("Only the lead department may resolve this order.")


def fall(request):
    raise ZeroDivisionError("secret detail of the program")


def lock(request):
    raise OperationalError("database is locked")


demo = [
    path("portal/", page("portal"), name="portal"),
    path("centred/", page("centred"), name="centred"),
    path("desk/", page("desk"), name="desk"),
    path("desk/orders/", page("desk"), name="orders"),
    path("wall/", page("wall"), name="wall"),
    path("patrol/", page("patrol"), name="patrol"),
    path("refuse/", refuse, name="refuse"),
    path("fall/", fall, name="fall"),
    path("lock/", lock, name="lock"),
]
urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    path("", include("jiezhi.kit.ui.urls")),
    path("demo/", include((demo, "demo"))),
]
handler403 = "jiezhi.kit.ui.refusals.forbidden"
handler404 = "jiezhi.kit.ui.refusals.not_found"
handler500 = "jiezhi.kit.ui.refusals.broken"

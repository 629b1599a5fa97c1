"""The sample content of the living catalogue: made-up people and places, every component in every state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext, gettext_lazy

from jiezhi.kit.ui.svg_map import MapArea, MapDot, draw_map, heat_steps

if TYPE_CHECKING:
    from jiezhi.kit.ui.svg_map import SvgMap

TONES = ("plain", "info", "ok", "warn", "bad")


class SampleForm(forms.Form):
    """One of each kind of control."""

    subject = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("One sentence, for example: the lamp on Kangle Road is out."),
        max_length=60,
    )
    account = forms.CharField(label=gettext_lazy("What happened?"), widget=forms.Textarea, required=False)
    community = forms.ChoiceField(
        label=gettext_lazy("Community"),
        choices=[("", gettext_lazy("Choose")), ("k", gettext_lazy("Kangle")), ("h", gettext_lazy("Hehua"))],
    )
    answer_by = forms.ChoiceField(
        label=gettext_lazy("How shall we answer?"),
        choices=[("phone", gettext_lazy("By telephone")), ("text", gettext_lazy("By text message"))],
        widget=forms.RadioSelect,
    )
    happened_on = forms.DateField(
        label=gettext_lazy("On which day?"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    photo = forms.FileField(label=gettext_lazy("A photo"), widget=forms.FileInput, required=False)
    is_urgent = forms.BooleanField(label=gettext_lazy("Somebody is in danger"), required=False)


def catalogue_samples(*, is_sent: bool) -> dict[str, object]:
    """Give what the catalogue page prints; with `is_sent` the form has been sent with mistakes."""
    return {
        "tones": [(tone, label) for tone, label in zip(TONES, _tone_labels(), strict=True)],
        "form": SampleForm({"account": gettext("It has been dark since Monday.")})
        if is_sent
        else SampleForm(),
        "answers": [
            {
                "label": gettext("What is it about?"),
                "value": gettext("The lamp on Kangle Road is out"),
                "change_url": "#",
            },
            {"label": gettext("Community"), "value": gettext("Kangle"), "change_url": "#"},
            {"label": gettext("What happened?"), "value": "", "change_url": "#"},
        ],
        "entries": _timeline(),
        "rows": [(f"2026-{number:04}", place) for number, place in enumerate(_places(), start=41)],
        "page": Paginator(range(60), 20).page(2),
        "due_at": datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
        "reasons": [
            ("callback", gettext("To call back about this order")),
            ("visit", gettext("To agree a visit")),
        ],
        "trail": [{"label": gettext("Desk"), "url": "#"}, {"label": gettext("Work orders"), "url": "#"}],
        "map": _map(),
    }


def _tone_labels() -> list[str]:
    return [
        gettext("Withdrawn"),
        gettext("In progress"),
        gettext("Closed"),
        gettext("Due soon"),
        gettext("Overdue"),
    ]


def _places() -> list[str]:
    return [gettext("Kangle"), gettext("Hehua"), gettext("Beimen"), gettext("Dongjie")]


def _timeline() -> list[dict[str, object]]:
    def at(hour: int) -> datetime:
        return datetime(2026, 3, 11, hour, 5, tzinfo=UTC)

    return [
        {"at": at(1), "title": gettext("Received"), "who": gettext("Service hall"), "tone": "ok"},
        {"at": at(2), "title": gettext("Dispatched"), "who": gettext("Dispatcher Li Min"), "tone": "ok"},
        {
            "at": at(5),
            "title": gettext("Sent back"),
            "who": gettext("Urban management section"),
            "text": gettext("The lamp belongs to the power company."),
            "tone": "bad",
        },
        {"at": at(6), "title": gettext("Waiting for the power company"), "tone": "plain"},
    ]


def _map() -> SvgMap:
    corners = [(116.400, 39.900), (116.412, 39.900), (116.400, 39.909), (116.412, 39.909)]
    counts = [12, 48, 31, 7]
    areas = [
        MapArea(_square(*corner), label=place, value=str(count), heat=heat, url="#map")
        for corner, place, count, heat in zip(corners, _places(), counts, heat_steps(counts), strict=True)
    ]
    return draw_map(areas, [MapDot(116.409, 39.913, gettext("Service station"))])


def _square(west: float, south: float) -> dict[str, object]:
    east, north = west + 0.0118, south + 0.0088
    ring = [(west, south), (east, south + 0.0006), (east - 0.0008, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}

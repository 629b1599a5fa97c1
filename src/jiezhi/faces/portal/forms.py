"""Forms that need more than one app: the place, and the pictures."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.places.models import Estate, SubDistrict
from jiezhi.places.queries import Spot, communities_of, estates_of, spot_at


class PlaceForm(forms.Form):
    """An estate, a point on the map, a description: at least one of them."""

    estate = forms.ChoiceField(label=gettext_lazy("Estate"), required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    place_note = forms.CharField(
        label=gettext_lazy("Where exactly?"),
        help_text=gettext_lazy(
            "For example: building 3, entrance 2; or the crossing in front of the market."
        ),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, street: SubDistrict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.street = street
        self.estates = estates_of(street.pk)
        groups = groupby(self.estates, key=lambda estate: estate.community.name)
        listed = [(name, [(str(estate.pk), estate.name) for estate in estates]) for name, estates in groups]
        self.fields["estate"].choices = [("", _("Choose your estate")), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find out what lies at the place, and refuse a point outside the street."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        estate = self._estate(cleaned.get("estate") or "")
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        cleaned["is_marked"] = lon is not None and lat is not None
        if lon is not None and lat is not None:
            self._take_point(cleaned, estate, lon, lat)
        elif estate is not None:
            cleaned["spot"] = Spot(
                estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat
            )
            cleaned["place"] = f"{estate.community.name} · {estate.name}"
        elif cleaned.get("place_note"):
            cleaned["spot"], cleaned["place"] = Spot(), ""
        elif not self.errors:
            self.add_error("estate", _("Choose the estate, mark the place on the map, or describe it below."))
        return cleaned

    def _estate(self, chosen: str) -> Estate | None:
        return next((estate for estate in self.estates if chosen and estate.pk == UUID(chosen)), None)

    def _take_point(self, cleaned: dict[str, Any], estate: Estate | None, lon: float, lat: float) -> None:
        spot = spot_at(sub_district_id=self.street.pk, lon=lon, lat=lat)
        if spot.community_id is None:
            self.add_error(
                "lon",
                _(
                    "The place marked on the map lies outside %(street)s. Mark another place, or remove the mark."
                )
                % {"street": self.street.name},
            )
            return
        names = {community.pk: community.name for community in communities_of(self.street.pk)}
        parts = [names[spot.community_id], _("marked on the map")]
        if estate is not None and estate.community_id == spot.community_id:
            spot = Spot(spot.community_id, spot.grid_cell_id, estate.pk, lon, lat)
            parts.insert(1, estate.name)
        cleaned["spot"], cleaned["place"] = spot, " · ".join(parts)


class PhotosForm(forms.Form):
    """Pictures from the camera or from the device; each is checked one by one by `pictures`."""

    camera = forms.FileField(
        label=gettext_lazy("Take a photo"),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": "image/*", "capture": "environment", "data-send-at-once": ""}
        ),
    )
    album = forms.FileField(
        label=gettext_lazy("Choose a photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-send-at-once": ""}),
    )

"""What comes in at the civic door. GeoReport answers 400 where something cannot be read."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.phones import read_phone
from jiezhi.gateway.open311.errors import GeoReportError
from jiezhi.gateway.open311.queries import PostingFilter
from jiezhi.places.queries import Spot, spot_at, spot_by_name, spot_of_estate

LONGEST_SPAN = timedelta(days=90)
MOST_ROWS = 50
MOST_PAGES = 1000


class PostForm(forms.Form):
    """A request. Names and mail addresses that clients send along are not read: the office does not need them."""

    service_code = forms.CharField(max_length=32)
    description = forms.CharField(max_length=4000)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    long = forms.FloatField(min_value=-180, max_value=180, required=False)
    address_string = forms.CharField(max_length=200, required=False)
    address_id = forms.UUIDField(required=False)
    phone = forms.CharField(max_length=32, required=False)

    def clean_phone(self) -> str:
        """Give the number in its one form."""
        typed: str = self.cleaned_data["phone"]
        try:
            return read_phone(typed) if typed else ""
        except ValueError:
            raise forms.ValidationError(gettext_lazy("This is no telephone number.")) from None

    def place(self, street_id: UUID) -> Spot:
        """Give the estate that `address_id` names, the point, or what the words name.

        Raises:
            GeoReportError: No place is told at all.
            MissingError: There is no such estate.
        """
        typed = self.cleaned_data
        if typed["address_id"]:
            return spot_of_estate(sub_district_id=street_id, estate_id=typed["address_id"])
        if typed["lat"] is not None and typed["long"] is not None:
            return spot_at(sub_district_id=street_id, lon=typed["long"], lat=typed["lat"])
        if typed["address_string"]:
            return spot_by_name(sub_district_id=street_id, text=typed["address_string"])
        raise GeoReportError(_("Tell the place: lat and long, address_string or address_id."))


class ListForm(forms.Form):
    """What a list of requests is narrowed to."""

    service_request_id = forms.CharField(max_length=2000, required=False)
    service_code = forms.CharField(max_length=2000, required=False)
    status = forms.CharField(max_length=20, required=False)
    start_date = forms.CharField(max_length=40, required=False)
    end_date = forms.CharField(max_length=40, required=False)
    page = forms.IntegerField(min_value=1, max_value=MOST_PAGES, required=False)
    page_size = forms.IntegerField(min_value=1, max_value=MOST_ROWS, required=False)

    def wanted(self, *, at: datetime) -> PostingFilter:
        """Give the filter. Without dates the last 90 days are asked for; a span is at most as long.

        Raises:
            GeoReportError: A date or a status cannot be read.
        """
        typed = self.cleaned_data
        statuses = _parts(typed["status"])
        if not set(statuses) <= {"open", "closed"}:
            raise GeoReportError(_("status is open or closed."))
        until = _moment(typed["end_date"]) or at
        since = _moment(typed["start_date"]) or until - LONGEST_SPAN
        if not until - LONGEST_SPAN <= since <= until:
            raise GeoReportError(_("start_date lies before end_date, by 90 days at most."))
        return PostingFilter(
            _parts(typed["service_request_id"]), _parts(typed["service_code"]), statuses, since, until
        )


def checked(form: forms.Form) -> None:
    """Go on with what can be read.

    Raises:
        GeoReportError: Something cannot; the first such parameter is named.
    """
    if not form.is_valid():
        name, told = next(iter(form.errors.items()))
        raise GeoReportError(f"{name}: {told[0]}")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise GeoReportError(_("Write dates as 2026-01-31T00:00:00Z.")) from None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise GeoReportError(_("Write dates as 2026-01-31T00:00:00Z.")) from None

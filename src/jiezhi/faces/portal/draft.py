"""A request that is being written. It lives in the sealed session: never in an address, never in clear."""

from dataclasses import asdict, dataclass, replace
from typing import Any, cast
from uuid import UUID, uuid4

from jiezhi.concerns.actions import ProxyDraft
from jiezhi.concerns.choices import CalledBack, Relation
from jiezhi.faces.portal.street import StreetRequest
from jiezhi.places.queries import Spot

MOST_PICTURES = 3
ANOTHER = "no"
STEPS = ("words", "place", "photos", "contact", "check")


@dataclass(frozen=True)
class Draft:
    """What has been entered so far; plain strings, so that a session can hold it.

    Args:
        key: Made with the empty form: the same form sent twice makes one request.
        words: The problem.
        spot: Ids and degrees of the place, as `Spot` has them.
        place: How the check page names the place.
        is_marked: The reporter marked it on the map.
        place_note: Building, entrance, or how to find the spot.
        picture_ids: Stored pictures that belong to nothing yet.
        contact: `phone`, `anonymous`, or empty while not chosen.
        phone: Bare digits.
        wants_messages: To be told by short message.
        proxy: Relation, own number and who is called back, where somebody acts for the resident.
        passed: The steps that have been answered.
        joins: The order that the reporter says is the same thing, `no` where none is, empty while not asked.
        joined: How the check page names it.
    """

    key: str
    words: str = ""
    spot: tuple[str | float | None, ...] = ()
    place: str = ""
    is_marked: bool = False
    place_note: str = ""
    picture_ids: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    wants_messages: bool = False
    proxy: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    joins: str = ""
    joined: str = ""

    @property
    def open_step(self) -> str:
        """The first step that has not been answered; `check` when all have."""
        return next((step for step in STEPS[:-1] if step not in self.passed), "check")

    def may_open(self, step: str) -> bool:
        """Whether everything before a step has been answered."""
        return STEPS.index(step) <= STEPS.index(self.open_step)

    def having(self, step: str, **answers: Any) -> "Draft":
        """Give the draft with a step answered."""
        passed = self.passed if step in self.passed else (*self.passed, step)
        return replace(self, passed=passed, **answers)

    def acting(self) -> ProxyDraft | None:
        """Give who acts for the resident, as the action takes it; the page keeps only what was agreed to."""
        if not self.proxy:
            return None
        relation, phone, called_back = self.proxy
        return ProxyDraft(Relation(relation), phone, CalledBack(called_back), has_agreed=True)

    def joins_order(self) -> UUID | None:
        """Give the order that the reporter chose to join; None where it is another thing."""
        return UUID(self.joins) if self.joins not in ("", ANOTHER) else None

    def where(self) -> Spot:
        """Give the place as the action takes it."""
        if not self.spot:
            return Spot()
        community_id, grid_cell_id, estate_id = (UUID(str(part)) if part else None for part in self.spot[:3])
        lon, lat = (None if part is None else float(part) for part in self.spot[3:])
        return Spot(community_id, grid_cell_id, estate_id, lon, lat)


def plain_spot(spot: Spot) -> tuple[str | float | None, ...]:
    """Give a place as strings and numbers."""
    ids = (spot.community_id, spot.grid_cell_id, spot.estate_id)
    return (*(str(pk) if pk else None for pk in ids), spot.lon, spot.lat)


def new_draft() -> Draft:
    """Give an empty form with a key of its own."""
    return Draft(key=str(uuid4()))


def find_draft(request: StreetRequest) -> Draft | None:
    """Give the request that this browser is writing for this street."""
    kept = request.session.get(_name(request, "draft"))
    if kept is None:
        return None
    plain: dict[str, Any] = dict(kept)
    answers: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    return Draft(**answers)


def keep_draft(request: StreetRequest, draft: Draft) -> None:
    """Keep what has been entered."""
    request.session[_name(request, "draft")] = asdict(draft)


def forget_draft(request: StreetRequest) -> None:
    """Forget what has been entered."""
    request.session.pop(_name(request, "draft"), None)


def forget_sent(request: StreetRequest) -> None:
    """Forget which form was sent last; its code can then no longer be shown here."""
    request.session.pop(_name(request, "sent"), None)


def remember_sent(request: StreetRequest, *, key: str, number: str) -> None:
    """Remember which form was sent last, so that its code can be shown again; the code itself is not kept."""
    request.session[_name(request, "sent")] = {"key": key, "number": number}


def find_sent(request: StreetRequest) -> dict[str, str] | None:
    """Give the key and the number of the request that was sent last."""
    return cast("dict[str, str] | None", request.session.get(_name(request, "sent")))


def _name(request: StreetRequest, what: str) -> str:
    return f"{what}-{request.street.pk.hex}"

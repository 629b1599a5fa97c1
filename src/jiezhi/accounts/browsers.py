"""A person's sessions: how one begins, how long it lives, and the list of them that only this person sees.

Nothing of this is a track of anybody: what a session knows of its use is sealed in the session itself, is rounded to
the hour, and goes with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiezhi.accounts.choices import Factor
from jiezhi.accounts.models import User
from jiezhi.kit.sessions import digest_of, sessions_of

NOTHING: Mapping[str, object] = MappingProxyType({})
BACKEND = "django.contrib.auth.backends.ModelBackend"
FIELD_FACE = "/patrol/"
"""Whoever is out in the rain has a telephone in the pocket for hours: there the session lives to its end."""
RENEWED_EVERY = timedelta(minutes=5)
"""Using a session moves its end, but is written down no more often than this."""

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("OPR", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OwnSession:
    """One line of "where I am signed in"."""

    handle: str
    browser: str
    signed_in_at: datetime | None
    used_hour: datetime | None
    is_this: bool


def begin_session(
    request: HttpRequest, user: User, factor: Factor, *, at: datetime, more: Mapping[str, object] = NOTHING
) -> None:
    """Sign a user in here, under a fresh session key.

    Args:
        request: Whose session begins.
        user: Who.
        factor: By what they were known besides the password.
        at: Now.
        more: What the session is to remember besides; what `await_code` was given for the same user joins it.
    """
    kept = request.session.pop(PENDING, None) or {}
    login(request, user, backend=BACKEND)
    request.session["signed_in_at"] = at.isoformat()
    request.session["factor"] = factor.value
    request.session["browser"] = browser_in_words(request.headers.get("User-Agent", ""))
    request.session.update(more)
    if kept.get("user_id") == str(user.pk):
        request.session.update(kept.get("more", {}))
    if is_old(user, at=at):
        request.session["password_is_old"] = True
    renew_session(request, at=at)


CODE_WITHIN = timedelta(minutes=10)
"""How long a right password waits for its code (ASVS 5.0, 6.5.5)."""
PENDING = "sign_in_pending"
"""Where a session keeps whose password was right, while the code is asked."""

LIVES_S = "lives_s"
"""Where a session keeps how long it lives at most, in seconds, when that is shorter than others."""
_endings: list[Callable[[HttpRequest], bool]] = []


def end_session_when(has_ended: Callable[[HttpRequest], bool]) -> None:
    """Register what ends a session before its time. It is asked on each request of staff, so it must be cheap."""
    _endings.append(has_ended)


def await_code(
    request: HttpRequest, user: User, *, wanted: str, at: datetime, more: Mapping[str, object] = NOTHING
) -> None:
    """Remember, sealed in the session, who may go on with a second factor; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user_id": str(user.pk),
        "password": user.get_session_auth_hash(),
        "until": (at + CODE_WITHIN).isoformat(),
        "next": wanted,
        "more": dict(more),
    }


def missing_step(request: HttpRequest) -> str:
    """Give the name of the page that has to come first, or nothing when the sign-in holds all that is asked of it."""
    if settings.SECOND_FACTOR == "required" and not request.session.get("factor"):
        return "factor"
    return "password" if request.session.get("password_is_old") else ""


def is_old(user: User, *, at: datetime) -> bool:
    """Whether a password must be changed for its age; never, unless the office has set months for it."""
    months = settings.PASSWORD_MONTHS
    return (
        bool(months) and (user.password_set_at or user.created_at) + timedelta(days=365 * months // 12) <= at
    )


def this_session(request: HttpRequest) -> str:
    """Give the name of this session's row."""
    return digest_of(request.session.session_key or "")


def renew_session(request: HttpRequest, *, at: datetime) -> bool:
    """Move the end of a session that is being used; False when it has lived to its end."""
    begun = _moment(request.session.get("signed_in_at")) or at
    lives = timedelta(hours=settings.SESSION_LONGEST_HOURS)
    longest = begun + min(lives, timedelta(seconds=request.session.get(LIVES_S, lives.total_seconds())))
    if longest <= at or any(has_ended(request) for has_ended in _endings):
        return False
    renewed = _moment(request.session.get("renewed_at"))
    if renewed is None or at - renewed >= RENEWED_EVERY:
        idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        end = longest if request.path.startswith(FIELD_FACE) else min(longest, at + idle)
        request.session.setdefault("signed_in_at", at.isoformat())
        request.session["renewed_at"] = at.isoformat()
        request.session.set_expiry(max(1, int((end - at).total_seconds())))
    return True


def own_sessions(request: HttpRequest) -> list[OwnSession]:
    """Give where the person of this session is signed in, this session first."""
    this = this_session(request)
    found = [
        OwnSession(
            handle=kept.key_digest,
            browser=kept.content.get("browser") or _("Unknown browser"),
            signed_in_at=_moment(kept.content.get("signed_in_at")),
            used_hour=_hour(kept.content.get("renewed_at")),
            is_this=kept.key_digest == this,
        )
        for kept in sessions_of(UUID(request.session[SESSION_KEY]))
    ]
    return sorted(found, key=lambda row: not row.is_this)


def browser_in_words(user_agent: str) -> str:
    """Name a browser's family and system from what it says of itself; versions are not kept."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _hour(text: object) -> datetime | None:
    moment = _moment(text)
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) if moment else None

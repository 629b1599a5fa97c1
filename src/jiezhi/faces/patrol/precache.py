"""Which files the shell of patrol is made of, and the version that follows from their bytes."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language

from jiezhi.faces.patrol.forms import JointWordsForm, ReportForm, SiteCheckForm, VisitForm, part_forms
from jiezhi.faces.patrol.words import field_said

STYLES = ("ui/base.css", "ui/components.css", "ui/patrol.css", "patrol/patrol.css")
SCRIPTS = ("htmx/htmx.min.js", "ui/ui.js", "patrol/patrol.js")
MODULES = (
    "patrol/forms.js",
    "patrol/needs.js",
    "patrol/photo.js",
    "patrol/queue.js",
    "patrol/screens.js",
    "patrol/sending.js",
    "patrol/store.js",
)
"""What `patrol.js` imports: `project.static_files` gives the names in it their hashes too."""
MARKS = ("ui/icon.svg", "patrol/icon-192.png")


def shell_context() -> dict[str, object]:
    """Give what the shell shows: empty forms, nobody's account, nobody's messages."""
    return {
        "account": "",
        "field": field_said(),
        "messages": (),
        "is_shell": True,
        "csrf_token": "",  # nosec B105 - a token belongs to a person, and the shell to nobody
        "report_form": ReportForm(),
        "visit_form": VisitForm(),
        "check_form": SiteCheckForm(),
        "joint_form": JointWordsForm(),
        "part_forms": part_forms(),
    }


def shell_files() -> list[str]:
    """Give the addresses that the shell cannot do without."""
    return [static(name) for name in (*STYLES, *SCRIPTS, *MODULES, *MARKS)]


def shell_version() -> str:
    """Give a name that changes with any byte of the shell, in the language in which it is read."""
    found = [finders.find(name) for name in (*STYLES, *SCRIPTS, *MODULES, *MARKS)]
    stamps = tuple((path, Path(path).stat().st_mtime_ns) for path in found if isinstance(path, str))
    return _version(get_language() or "", stamps)


@lru_cache(maxsize=8)
def _version(_language: str, stamps: tuple[tuple[str, int], ...]) -> str:
    """Read it all only when something of it is new: a telephone asks with every page."""
    digest = sha256()
    for path, _changed in stamps:
        digest.update(Path(path).read_bytes())
    digest.update(render_to_string("patrol/shell.html", shell_context()).encode())
    return digest.hexdigest()[:16]

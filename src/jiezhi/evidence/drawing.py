"""Sets the evidence of an order as PDF with Typst, in the Chinese fonts of this machine.

Texts go in as values and never as markup, so that nobody can set a page by what they write in a request. Typst sees
nothing but a folder made for this document, and fetches nothing.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from jiezhi.evidence.brief import Brief
from jiezhi.evidence.errors import TypesettingError

LAYOUTS = Path(__file__).parent / "typesetting"
FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "HarmonyOS Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "FZHei-B01", "SimHei", "Noto Serif CJK SC", "FangSong", "SimSun",
)  # fmt: skip
"""Fonts with Simplified Chinese, the best for reading first: those of Linux distributions, phones' makers, Windows."""


def setter() -> Any:
    """Give the typesetting library.

    Raises:
        TypesettingError: It is not installed.
    """
    if find_spec("typst") is None:
        raise TypesettingError(
            _(
                "The typesetting library is not installed. The operator installs the package “typst” and starts again."
            )
        )
    return import_module("typst")


@cache
def chinese_font() -> str:
    """Give the best font with Chinese characters on this machine.

    Raises:
        TypesettingError: There is none.
    """
    known = set(setter().Fonts().families())
    found = next((name for name in FONTS if name in known), "")
    if not found:
        raise TypesettingError(
            _(
                "This machine has no Chinese font, so the document would be empty boxes. The operator installs one "
                "(Debian and Ubuntu: fonts-noto-cjk; openEuler: google-noto-sans-cjk-fonts) and starts again."
            )
        )
    return found


def set_document(brief: Brief, *, made: str) -> bytes:
    """Give the document as PDF.

    Args:
        brief: What is printed.
        made: When, in words of the office's time.

    Raises:
        TypesettingError: The library or a font is missing, or it could not be set.
    """
    told = brief.printed() | {"made": made, "digest": brief.digest(), "words_of": labels()}
    return set_page("pack", told, images=brief.images)


def set_page(layout: str, told: Mapping[str, object], *, images: Mapping[str, bytes] | None = None) -> bytes:
    """Give a document of one of our layouts as PDF.

    Args:
        layout: The name of its file in `typesetting`, which reads what is printed from a file of the same name.
        told: What is printed.
        images: Files that it shows, by name.

    Raises:
        TypesettingError: The library or a font is missing, or it could not be set.
    """
    typst = setter()
    printed = json.dumps({**told, "font": chinese_font()}, ensure_ascii=False)
    with TemporaryDirectory(prefix="jiezhi-evidence-") as folder:
        page = Path(folder) / f"{layout}.typ"
        page.write_bytes((LAYOUTS / f"{layout}.typ").read_bytes())
        page.with_suffix(".json").write_text(printed, encoding="utf-8")
        for name, image in (images or {}).items():
            (Path(folder) / name).write_bytes(image)
        try:
            made_document: bytes = typst.compile(str(page), root=folder, format="pdf")
        except typst.TypstError as error:
            raise TypesettingError(
                _("The document could not be set. Tell the operator, and name the order's number.")
            ) from error
    return made_document


def labels() -> dict[str, str]:
    """Give the words of headings and table heads."""
    return {
        "clocks": _("Times on both clocks"),
        "grounds": _("Legal grounds"),
        "no_grounds": _("The duty list has no entry for this matter on the day the order was opened."),
        "words": _("What was said"),
        "deeds": _("Who did what"),
        "supports": _("Departments that helped"),
        "replies": _("Replies and objections"),
        "callbacks": _("The office's own callbacks"),
        "above": _("The superior's callbacks"),
        "exclusions": _("Whether it counts"),
        "shots": _("Pictures"),
        "none": _("None"),
        "missing": _("The file of this picture is missing on this machine."),
        "at": _("When"),
        "what": _("What it is"),
        "who": _("Handled by"),
        "text": _("What it says"),
        "made": _("Made at"),
        "digest": _("Digest of what is printed (SHA-256)"),
    }

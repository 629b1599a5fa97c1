"""Sets documents as PDF with Typst, in the Chinese fonts of this machine.

Texts go in as values and never as markup, so that nobody can set a page by what they write. Typst sees nothing but a
folder made for the one document, and fetches nothing.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "HarmonyOS Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "FZHei-B01", "SimHei", "Noto Serif CJK SC", "FangSong", "SimSun",
)  # fmt: skip
"""Fonts with Simplified Chinese, the best for reading first: those of Linux distributions, phones' makers, Windows."""


class SettingFault(StrEnum):
    """Why a document cannot be set on this machine."""

    NO_LIBRARY = "no_library"
    NO_FONT = "no_font"
    LAYOUT = "layout"


class SettingError(Exception):
    """A document cannot be set; whoever asked for it says so in words."""

    def __init__(self, fault: SettingFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def setter() -> Any:
    """Give the typesetting library.

    Raises:
        SettingError: It is not installed.
    """
    if find_spec("typst") is None:
        raise SettingError(SettingFault.NO_LIBRARY)
    return import_module("typst")


@cache
def chinese_font() -> str:
    """Give the best font with Chinese characters on this machine.

    Raises:
        SettingError: There is none.
    """
    known = set(setter().Fonts().families())
    found = next((name for name in FONTS if name in known), "")
    if not found:
        raise SettingError(SettingFault.NO_FONT)
    return found


def set_pdf(
    layout: Path,
    told: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    stamped: datetime | None = None,
) -> bytes:
    """Give a document as PDF.

    Args:
        layout: The Typst file, which reads `NAME.json` beside it, NAME being its own.
        told: What it prints, as plain values; the font is added.
        files: Pictures by name, for the layout to show.
        stamped: The time in the document; with it the same values give the same bytes.

    Raises:
        SettingError: The library or a font is missing, or it could not be set.
    """
    typst = setter()
    values = dict(told) | {"font": chinese_font()}
    with TemporaryDirectory(prefix="jiezhi-setting-") as folder:
        (Path(folder) / layout.name).write_bytes(layout.read_bytes())
        (Path(folder) / f"{layout.stem}.json").write_text(
            json.dumps(values, ensure_ascii=False), encoding="utf-8"
        )
        for name, content in (files or {}).items():
            (Path(folder) / name).write_bytes(content)
        more = {"timestamp": int(stamped.timestamp())} if stamped else {}
        try:
            made: bytes = typst.compile(str(Path(folder) / layout.name), root=folder, format="pdf", **more)
        except typst.TypstError as error:
            raise SettingError(SettingFault.LAYOUT) from error
    return made

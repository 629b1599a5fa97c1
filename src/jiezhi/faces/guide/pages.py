"""The guides of `docs/guide` as the product shows them: on a closed network there is no other place to read them."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from jiezhi.core.written_pages import Block, BlockKind, Line, Span, SpanKind, read_line, read_page

FRONT = "README"
"""The page that leads to all others; repositories show a file of this name with its folder."""
GUIDES = ("resident", "dispatcher", "officer", "grid-worker", "leader", "lists", "keepers", "operator")
PICTURES = "guide"
"""Under which name static files hold the pictures."""
WIDEST_PHONE_PX = 500


@dataclass(frozen=True)
class Part:
    """A part of a page with what its template needs besides.

    Args:
        block: What is written; links lead within the product, a picture names its static file.
        anchor: Of a heading.
        width: Of a picture, in pixels.
        height: The same.
    """

    block: Block
    anchor: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_phone(self) -> bool:
        """Whether the picture is of a telephone's screen."""
        return self.width < WIDEST_PHONE_PX


@dataclass(frozen=True)
class Guide:
    """One page."""

    name: str
    title: str
    parts: tuple[Part, ...]

    @property
    def contents(self) -> list[Part]:
        """The headings to jump to."""
        return [part for part in self.parts if part.anchor]


def get_guide(name: str) -> Guide:
    """Give a guide in the reader's language.

    Raises:
        Http404: There is no such guide, or this installation was put together without them.
    """
    folder: Path = settings.GUIDE_FOLDER
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    path = folder / language / f"{name}.md"
    if name not in (FRONT, *GUIDES) or not path.is_file():
        raise Http404
    title, *rest = read_page(path.read_text(encoding="utf-8"))
    shown = (_part(block, number, folder) for number, block in enumerate(rest) if not _leads_back(block))
    return Guide(name, _words_of(title.lines[0]), tuple(shown))


def _part(block: Block, number: int, folder: Path) -> Part:
    block = replace(block, lines=_leading(block.lines), rows=tuple(_leading(row) for row in block.rows))
    if block.kind is BlockKind.HEADING:
        return Part(block, anchor=f"part-{number}" if block.number == 2 else "")
    if block.kind is BlockKind.PICTURE:
        file = block.target.partition("pictures/")[2]
        if not (folder / "pictures" / file).is_file():
            return Part(Block(BlockKind.PARAGRAPH, lines=(read_line(block.text),)))
        width, height = png_size(folder / "pictures" / file)
        return Part(replace(block, target=f"{PICTURES}/{file}"), width=width, height=height)
    return Part(block)


def png_size(path: Path) -> tuple[int, int]:
    """Give width and height in pixels, so that the page does not jump while its pictures come in.

    Source: PNG specification (third edition), 11.2.1: the first chunk, IHDR, begins with both.
    """
    with path.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return width, height


def _leads_back(block: Block) -> bool:
    """Whether a part is only the way to the front page, which the product's own button is already."""
    spans = [span for line in block.lines for span in line]
    return len(spans) == 1 and spans[0].target == f"{FRONT}.md"


def _leading(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(tuple(_leading_span(span) for span in line) for line in lines)


def _leading_span(span: Span) -> Span:
    """Let a link lead to another guide here; what is not served stays its words."""
    if span.kind is not SpanKind.LINK:
        return span
    page, _dot, anchor = span.target.partition("#")
    name = page.removesuffix(".md")
    if name == FRONT:
        return replace(span, target=reverse("guide:index"))
    if name in GUIDES and not anchor:
        return replace(span, target=reverse("guide:page", args=[name]))
    return Span(SpanKind.PLAIN, span.text)


def _words_of(line: Line) -> str:
    return "".join(span.text for span in line)

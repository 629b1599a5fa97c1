"""Reads pages written in the small part of Markdown that the guides keep to, without making any markup of it.

A library would take every dialect and give HTML that has to be trusted. Here a page becomes plain values, and the
templates that print them escape everything. What is not known stays the words that it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class SpanKind(StrEnum):
    """How a piece of a line is set."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"


class BlockKind(StrEnum):
    """What a part of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    STEPS = "steps"
    TABLE = "table"
    PICTURE = "picture"
    CODE = "code"


@dataclass(frozen=True)
class Span:
    """A piece of a line; `target` only for a link."""

    kind: SpanKind
    text: str
    target: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A part of a page.

    Args:
        kind: What it is.
        lines: Of a heading or a paragraph one, of a list one for each entry.
        rows: Of a table, its head first.
        text: A picture's words for those who do not see it; the text of code.
        target: A picture's file.
        number: Of a heading its level, 1..3; of steps the number of the first.
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    text: str = ""
    target: str = ""
    number: int = 0


_SPAN = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_BULLET = re.compile(r"[-*] +(.+)")
_STEP = re.compile(r"(\d+)\. +(.+)")
_RULE_CELL = re.compile(r":?-+:?")
_NOTE = re.compile(r"<!--.*?-->\n?", re.DOTALL)


def read_page(text: str) -> tuple[Block, ...]:
    r"""Give the parts of a page in their order.

    A line stands for itself: a paragraph or an entry that runs over several lines is joined with blanks.

    Examples:
        >>> [block.kind.value for block in read_page("# Title\n\nWords.\n\n1. One\n2. Two\n")]
        ['heading', 'paragraph', 'steps']
        >>> read_page("![A lamp](lamp.png)")[0].target
        'lamp.png'
        >>> steps = read_page("3. Third\n   goes on")[0]
        >>> steps.number, [span.text for span in steps.lines[0]]
        (3, ['Third goes on'])
    """
    parts = re.split(r"(?m)^```.*$", _NOTE.sub("", text))
    blocks: list[Block] = []
    for place, part in enumerate(parts):
        if place % 2:
            blocks.append(Block(BlockKind.CODE, text=part.strip("\n")))
        else:
            blocks += _blocks(part)
    return tuple(blocks)


def read_line(text: str) -> Line:
    """Give the pieces of a line.

    Examples:
        >>> [(span.kind.value, span.text) for span in read_line("Press **Send** or `g`.")]
        [('plain', 'Press '), ('strong', 'Send'), ('plain', ' or '), ('code', 'g'), ('plain', '.')]
        >>> read_line("[Home](index.md)")
        (Span(kind=<SpanKind.LINK: 'link'>, text='Home', target='index.md'),)
        >>> read_line("1 < 2 & <b>")[0].text
        '1 < 2 & <b>'
    """
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    done = 0
    for match in _SPAN.finditer(text):
        if match.start() > done:
            yield Span(SpanKind.PLAIN, text[done : match.start()])
        kind = SpanKind(str(match.lastgroup).replace("target", "link"))
        yield Span(kind, match[kind.value], match["target"] or "")
        done = match.end()
    if done < len(text):
        yield Span(SpanKind.PLAIN, text[done:])


def _blocks(text: str) -> Iterator[Block]:
    """Take runs of lines between blank ones; within a run, what kind a line begins with decides."""
    for is_blank, run in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if not is_blank:
            yield from _blocks_of_run([line.rstrip() for line in run])


def _blocks_of_run(run: list[str]) -> Iterator[Block]:
    entries: list[tuple[BlockKind, list[str]]] = []
    for line in run:
        kind = _kind_of(line)
        if entries and _goes_on(kind, after=entries[-1][0]):
            entries[-1][1][-1] += f" {line.strip()}"
        elif entries and kind is entries[-1][0] and kind in _GATHERED:
            entries[-1][1].append(line)
        else:
            entries.append((kind, [line]))
    for kind, lines in entries:
        yield _block(kind, lines)


_GATHERED = {BlockKind.BULLETS, BlockKind.STEPS, BlockKind.TABLE}


def _goes_on(kind: BlockKind, *, after: BlockKind) -> bool:
    return kind is BlockKind.PARAGRAPH and after in {kind, BlockKind.BULLETS, BlockKind.STEPS}


def _kind_of(line: str) -> BlockKind:
    if _HEADING.fullmatch(line):
        return BlockKind.HEADING
    if _PICTURE.fullmatch(line):
        return BlockKind.PICTURE
    if _BULLET.fullmatch(line):
        return BlockKind.BULLETS
    if _STEP.fullmatch(line):
        return BlockKind.STEPS
    return BlockKind.TABLE if line.startswith("|") else BlockKind.PARAGRAPH


def _block(kind: BlockKind, lines: list[str]) -> Block:
    first = lines[0]
    if kind is BlockKind.HEADING and (match := _HEADING.fullmatch(first)):
        return Block(kind, lines=(read_line(match[2]),), number=len(match[1]))
    if kind is BlockKind.PICTURE and (match := _PICTURE.fullmatch(first)):
        return Block(kind, text=match["text"], target=match["target"])
    if kind is BlockKind.STEPS and (match := _STEP.fullmatch(first)):
        return Block(kind, lines=_entries(_STEP, lines), number=int(match[1]))
    if kind is BlockKind.BULLETS:
        return Block(kind, lines=_entries(_BULLET, lines))
    if kind is BlockKind.TABLE:
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        rows = [row for row in cells if not all(_RULE_CELL.fullmatch(cell) for cell in row)]
        return Block(kind, rows=tuple(tuple(read_line(cell) for cell in row) for row in rows))
    return Block(kind, lines=(read_line(first),))


def _entries(form: re.Pattern[str], lines: list[str]) -> tuple[Line, ...]:
    found = (form.fullmatch(line) for line in lines)
    return tuple(read_line(match[match.lastindex or 1]) for match in found if match)

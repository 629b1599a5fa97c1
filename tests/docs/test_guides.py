"""The guides speak of the product as it is: its pictures, the words on its screens, its addresses."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.urls import Resolver404, resolve

from jiezhi.core.written_pages import Block, BlockKind, Line, Span, SpanKind, read_page
from jiezhi.faces.guide.pages import FRONT, GUIDES
from jiezhi.project.catalogues import catalogue_paths
from tests.architecture.source import ROOT

FOLDER = ROOT / "docs" / "guide"
LANGUAGES = ("zh", "en")
NAMES = (FRONT, *GUIDES)
PAGES = [(language, name) for language in LANGUAGES for name in NAMES]
LONGEST_LINES = 150
LARGEST_PICTURE, LARGEST_ALL = 150_000, 4_000_000
QUOTED = re.compile(r"「([^」]+)」")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

every_page = pytest.mark.parametrize(("language", "name"), PAGES)


def path_of(language: str, name: str) -> Path:
    return FOLDER / language / f"{name}.md"


def text_of(language: str, name: str) -> str:
    return path_of(language, name).read_text(encoding="utf-8")


def blocks_of(language: str, name: str) -> tuple[Block, ...]:
    return read_page(text_of(language, name))


def lines_of(block: Block) -> list[Line]:
    return [*block.lines, *(line for row in block.rows for line in row)]


def spans_of(language: str, name: str, kind: SpanKind) -> list[Span]:
    lines = [line for block in blocks_of(language, name) for line in lines_of(block)]
    return [span for line in lines for span in line if span.kind is kind]


def quoted(language: str, name: str) -> list[str]:
    """The words of the screen that a guide quotes: 「受理」 in Chinese, **Receive** in English."""
    if language == "zh":
        return QUOTED.findall(text_of(language, name))
    return [span.text for span in spans_of(language, name, SpanKind.STRONG)]


@cache
def screen_words(language: str) -> set[str]:
    """Everything that a screen may say; what it fills in cannot be quoted."""
    said = set()
    for path in catalogue_paths():
        with path.open("rb") as file:
            for entry in read_po(file):
                texts = entry.string if language == "zh" else entry.id
                said |= {texts} if isinstance(texts, str) else set(texts)
    return {text for text in said if text and not PLACEHOLDER.search(text)}


def pictures_in(language: str, name: str) -> list[Block]:
    return [block for block in blocks_of(language, name) if block.kind is BlockKind.PICTURE]


def test_both_languages_have_the_same_pages():
    for language in LANGUAGES:
        assert {path.stem for path in (FOLDER / language).glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_the_same_pictures_in_the_same_order(name: str):
    shown = {
        language: [
            block.target.removeprefix(f"../pictures/{language}/") for block in pictures_in(language, name)
        ]
        for language in LANGUAGES
    }
    assert shown["zh"] == shown["en"]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_parts(name: str):
    kinds = {
        language: [(b.kind, b.number, len(lines_of(b))) for b in blocks_of(language, name)]
        for language in LANGUAGES
    }
    assert kinds["zh"] == kinds["en"]


def test_every_picture_that_is_linked_is_there_and_every_one_that_is_there_is_linked():
    linked = {
        (path_of(language, name).parent / block.target).resolve()
        for language, name in PAGES
        for block in pictures_in(language, name)
    }
    assert linked
    assert linked == {path.resolve() for path in FOLDER.glob("pictures/*/*.png")}


def test_every_picture_has_words_for_those_who_do_not_see_it():
    silent = [(page, block.target) for page in PAGES for block in pictures_in(*page) if len(block.text) < 2]
    assert silent == []


def test_pictures_are_light():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("pictures/*/*.png")}
    assert max(sizes.values()) < LARGEST_PICTURE
    assert sum(path.stat().st_size for path in FOLDER.glob("pictures/*/*.png")) < LARGEST_ALL


@every_page
def test_what_a_guide_quotes_is_said_on_a_screen(language: str, name: str):
    words = screen_words(language)
    assert [text for text in quoted(language, name) if text not in words] == []


def test_guides_do_quote_the_screen():
    counts = {page: len(quoted(*page)) for page in PAGES if page[1] != FRONT}
    assert min(counts.values()) >= 10, counts


def test_a_word_that_no_screen_says_would_be_found():
    assert "今日待办" in screen_words("zh")
    assert "Today" in screen_words("en")
    assert "今日待办事宜一览" not in screen_words("zh")
    assert "Todays" not in screen_words("en")


@every_page
def test_every_address_that_a_guide_names_is_answered(language: str, name: str):
    unknown = []
    for span in spans_of(language, name, SpanKind.CODE):
        if span.text.startswith("/"):
            try:
                resolve(span.text.partition("?")[0])
            except Resolver404:
                unknown.append(span.text)
    assert unknown == []


@every_page
def test_every_link_of_a_guide_leads_to_a_file(language: str, name: str):
    folder = path_of(language, name).parent
    targets = [span.target for span in spans_of(language, name, SpanKind.LINK)]
    assert [target for target in targets if not (folder / target.partition("#")[0]).is_file()] == []


@every_page
def test_a_guide_is_short_and_begins_with_its_title(language: str, name: str):
    assert text_of(language, name).count("\n") <= LONGEST_LINES
    first, *rest = blocks_of(language, name)
    assert (first.kind, first.number) == (BlockKind.HEADING, 1)
    assert all(block.number != 1 for block in rest if block.kind is BlockKind.HEADING)


@every_page
def test_the_front_page_leads_to_every_guide_and_each_guide_back(language: str, name: str):
    targets = {span.target for span in spans_of(language, name, SpanKind.LINK)}
    needed = {f"{guide}.md" for guide in GUIDES} if name == FRONT else {f"{FRONT}.md"}
    assert needed <= targets


def test_the_readmes_lead_to_the_guides():
    for readme, language in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        assert f"(docs/guide/{language}/README.md)" in (ROOT / readme).read_text(encoding="utf-8")

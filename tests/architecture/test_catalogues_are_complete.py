"""Both languages are complete: every message in the source has its Chinese, and no Chinese is left over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiezhi"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
FULL_WIDTH_WANTED = ".,;:?!"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def app_folders() -> list[Path]:
    """Every app of ours, by its `apps.py`."""
    return sorted(path.parent for path in SOURCE.glob("**/apps.py"))


def messages_in(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with catalogues made anew from its messages."""
    if shutil.which("xgettext") is None:
        pytest.skip("install gettext: apt-get install gettext")
    copy = tmp_path_factory.mktemp("words") / "jiezhi"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for app in app_folders():
        folder = copy / app.relative_to(SOURCE)
        (folder / "locale").mkdir(exist_ok=True)
        nested = [other.relative_to(app) for other in app_folders() if app in other.parents]
        ignored = [f"--ignore={path}/*" for path in nested]
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            "zh_Hans",
            "--no-obsolete",
            "-v0",
            *ignored,
        ]
        done = subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return copy


@pytest.mark.parametrize("app", app_folders(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_an_app_has_chinese_for_all_its_words_and_no_leftovers(app: Path, extracted: Path) -> None:
    fresh = extracted / app.relative_to(SOURCE) / CATALOGUE
    wanted = {_known_by(m) for m in messages_in(fresh) if m.id} if fresh.exists() else set()
    kept = messages_in(app / CATALOGUE) if (app / CATALOGUE).exists() else Catalog()
    translated = {_known_by(m) for m in kept if m.id and not m.fuzzy and all(_texts(m.string))}
    assert sorted(map(str, wanted - translated)) == [], "without Chinese, or doubtful"
    assert sorted(map(str, {_known_by(m) for m in kept if m.id} - wanted)) == [], "left over"


def test_words_are_put_into_chinese_in_one_way():
    """Django joins the catalogues of all apps: of two wordings only one is ever shown, in both places."""
    wordings: dict[object, dict[tuple[str, ...], list[str]]] = {}
    for app in app_folders():
        for message in messages_in(app / CATALOGUE) if (app / CATALOGUE).exists() else ():
            if message.id:
                by_wording = wordings.setdefault(_known_by(message), {})
                by_wording.setdefault(_texts(message.string), []).append(app.name)
    assert {words: found for words, found in wordings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("app", app_folders(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_chinese_sentences_end_in_full_width_punctuation(app: Path) -> None:
    if not (app / CATALOGUE).exists():
        return
    texts = [text for m in messages_in(app / CATALOGUE) if m.id for text in _texts(m.string)]
    faults = [
        text for text in texts if text and text[-1] in FULL_WIDTH_WANTED and any(c >= "\u4e00" for c in text)
    ]
    assert faults == []


def _known_by(message: Message) -> tuple[str | None, object]:
    """What Django looks words up by: a text with two meanings is told apart by its context."""
    return message.context, message.id


def _texts(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (list, tuple)) else (str(string or ""),)

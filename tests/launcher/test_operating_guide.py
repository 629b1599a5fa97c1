"""What the guides for operators tell to type exists: words, options, units and folders; and the units are sound."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from launcher.command_line import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
GUIDES = [ROOT / "docs" / "operate" / f"{name}.md" for name in ("backup", "install")]
OTHERS = {"nginx", "postgresql"}

pytestmark = pytest.mark.sqlite


def commands_in(guide: Path) -> list[list[str]]:
    """Every command line of a guide, split as a shell would, from its blocks and from between back-ticks."""
    text = guide.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL)
    short = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    found = []
    for line in [*lines, *short]:
        for part in re.split(r"&&|\||;", line):
            try:
                found.append(shlex.split(part, comments=True))
            except ValueError:
                continue
    return [words for words in found if words]


def told_to_jiezhi() -> list[list[str]]:
    """What is said to the program: the words after it."""
    found = []
    for words in (words for guide in GUIDES for words in commands_in(guide)):
        places = [
            place
            for place, word in enumerate(words)
            if word in ("./jiezhi", "as_jiezhi")
            or re.fullmatch(r"/srv/jiezhi/(current|releases/[^/]+)/jiezhi", word)
        ]
        found += [words[place + 1 :] for place in places[-1:] if words[place + 1 : place + 2]]
    return [words for words in found if re.fullmatch("[a-z-]+", words[0]) and words[0] != "install"]


def test_every_word_and_option_that_is_told_to_jiezhi_exists() -> None:
    told = told_to_jiezhi()
    assert {"upgrade", "backup", "restore", "keys", "unpack", "bundle", "migrate"} <= {
        words[0] for words in told
    }
    assert [
        word
        for words in told
        if "upgrade" in words and "--stop" in words
        for word in words
        if word[:2] == "--"
    ] == ["--stop", "--start", "--health"]
    for word, *rest in told:
        options = {part.partition("=")[0] for part in rest if part.startswith("--")}
        if word in COMMANDS:
            source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "launcher").glob("*.py"))
            assert not [option for option in options if f'"{option}"' not in source], (word, options)
        else:
            name = word.replace("-", "_")
            parser = load_command_class(get_commands()[name], name).create_parser("jiezhi", name)
            assert options <= set(parser._option_string_actions), (word, options)


def test_every_unit_that_is_named_is_shipped() -> None:
    named: set[str] = set()
    for words in (words for guide in GUIDES for words in commands_in(guide)):
        for inner in [words, *(shlex.split(word) for word in words if word.startswith("systemctl "))]:
            if inner[0] == "systemctl":
                named |= {word for word in inner[2:] if not word.startswith("-")}
    assert {"jiezhi.target", "jiezhi-web.service", "jiezhi-backup.timer"} <= named
    for unit in named - OTHERS:
        assert (UNITS / (unit if "." in unit else f"{unit}.service")).exists(), unit


def test_releases_are_called_as_unpack_calls_them() -> None:
    text = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    names = set(re.findall(r"releases/([\w.-]+)", text))
    assert len(names) >= 2
    assert [name for name in names if not re.fullmatch(r"jiezhi-(\d+\.\d+\.\d+|VERSION)", name)] == []


def laid_out(folder: Path) -> Path:
    """The units with their drop-in as on a server, with a program that is there."""
    for path in UNITS.iterdir():
        if path.suffix in (".service", ".timer", ".target"):
            text = path.read_text(encoding="utf-8").replace("/srv/jiezhi/current/jiezhi", "/bin/true")
            (folder / path.name).write_text(text, encoding="utf-8")
    for unit in ("jiezhi-web", "jiezhi-worker", "jiezhi-backup"):
        drop_in = folder / f"{unit}.service.d"
        drop_in.mkdir()
        shutil.copy(UNITS / "other-disk.conf", drop_in)
    return folder


@pytest.fixture
def analyzer() -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("install systemd: apt-get install systemd; it reads the units")
    return program


def test_systemd_can_read_the_units_and_the_drop_in(analyzer: str, tmp_path: Path) -> None:
    folder = laid_out(tmp_path)
    units = [str(path) for path in sorted(folder.glob("jiezhi*.*")) if path.is_file()]
    assert len(units) == 5
    done = subprocess.run(
        [analyzer, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert "jiezhi" not in done.stderr, done.stderr
    (folder / "jiezhi-worker.service.d" / "other-disk.conf").write_text("[Service]\nReadWritePath=/x\n")
    done = subprocess.run(
        [analyzer, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert "ReadWritePath" in done.stderr


@pytest.mark.parametrize("unit", ["jiezhi-web", "jiezhi-worker", "jiezhi-backup"])
def test_the_services_stay_locked_in(analyzer: str, tmp_path: Path, unit: str) -> None:
    path = laid_out(tmp_path) / f"{unit}.service"
    words = [analyzer, "security", "--offline=yes", "--threshold=13", "--no-pager", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]


def test_stopping_the_target_stops_whatever_opens_the_database() -> None:
    for path in [*UNITS.glob("*.service"), *UNITS.glob("*.timer")]:
        assert "\nPartOf=jiezhi.target\n" in path.read_text(encoding="utf-8"), path.name

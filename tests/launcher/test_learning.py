"""What learning needs is installed when somebody wants to learn, and a machine that cannot says where else to."""

import pytest

from launcher import command_line, environment, start
from launcher.console import RefusalError


@pytest.fixture
def asked(monkeypatch):
    """Which locks are asked for, with nothing installed and nothing started."""
    locks: list[str] = []
    monkeypatch.setattr(start, "make_ready", lambda lock="requirements.lock", **_: locks.append(lock))
    monkeypatch.setattr(environment, "make_ready", lambda lock="requirements.lock": locks.append(lock))
    monkeypatch.setattr(command_line, "hand_over", lambda words: locks.append(f"> {' '.join(words[1:])}"))
    return locks


@pytest.mark.parametrize(
    "words", [["concerns", "train", "FILE"], ["concerns", "evaluate", "--train", "A", "--test", "B"]]
)
def test_learning_installs_what_it_needs_first(asked, words):
    command_line.do(words[0], words[1:])
    assert asked[:2] == ["requirements.lock", "requirements-analytics.lock"]
    assert asked[2].endswith(" ".join(words))


@pytest.mark.parametrize(
    "words", [["concerns", "hot", "FILE"], ["concerns", "import", "FILE"], ["concerns", "train", "--help"]]
)
def test_nothing_else_installs_it(asked, words):
    command_line.do(words[0], words[1:])
    assert "requirements-analytics.lock" not in asked


def test_it_can_be_installed_beforehand(asked):
    command_line.do("install", ["--analytics"])
    assert asked == ["requirements.lock", "requirements-analytics.lock"]


def test_an_unknown_option_of_install_is_refused(asked):
    with pytest.raises(RefusalError, match="--analytics"):
        command_line.do("install", ["--analytic"])
    assert asked == []


def test_a_machine_that_cannot_install_it_says_where_to_learn(asked, monkeypatch):
    def fail(lock: str) -> None:
        raise RefusalError(f"{lock} could not be installed.")

    monkeypatch.setattr(environment, "make_ready", fail)
    with pytest.raises(RefusalError, match="concerns adopt FOLDER"):
        command_line.do("concerns", ["train"])


def test_the_tests_bring_it_along(asked):
    command_line.do("test", ["tests/engine"])
    assert asked[:2] == ["requirements-test.lock", "requirements-analytics.lock"]

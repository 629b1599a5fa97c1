"""The locks name every package with its version and hashes, and no address of any registry."""

import json
import re
import tomllib

import pytest

from tests.launcher.conftest import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))


def pins(name: str) -> dict[str, set[str]]:
    """Give each package's versions; there may be one for each Python."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9-]+)==(\S+)(?: ; .*?)? \\$", text, re.MULTILINE)
    return {package: {version for other, version in found if other == package} for package, _ in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_hashes_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(#|-)(?!-hash=sha256:)", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) >= 1
    assert all("--hash=sha256:" in block and "==" in block for block in blocks)


def test_the_lock_of_the_tests_holds_the_very_versions_of_the_product():
    product, tests = pins("requirements.lock"), pins("requirements-test.lock")
    assert len(product) > 20
    assert {name: tests.get(name) for name in product} == product


def test_what_learning_needs_stands_beside_the_tests_in_the_very_same_versions():
    tests, analytics = pins("requirements-test.lock"), pins("requirements-analytics.lock")
    assert {"scikit-learn", "scipy"} <= set(analytics) - set(pins("requirements.lock"))
    shared = set(tests) & set(analytics)
    assert {name: analytics[name] for name in shared} == {name: tests[name] for name in shared}


def test_everything_that_pyproject_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["optional-dependencies"]["test"],
        "requirements-analytics.lock": project["optional-dependencies"]["analytics"],
    }.items():
        locked = set(pins(lock))
        names = {re.match(r"[A-Za-z0-9_.-]+", words)[0].lower().replace("_", "-") for words in wanted}
        assert names <= locked, f"{lock} is stale: run ./jiezhi lock"


def test_the_lock_of_the_browser_libraries_has_hashes_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 2
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    assert lock["packages"][""]["dependencies"] == wanted["dependencies"]
    assert lock["packages"][""]["devDependencies"] == wanted["devDependencies"]

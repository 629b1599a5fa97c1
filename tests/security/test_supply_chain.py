"""What is installed is what was locked, may be used, and can be listed; and production starts without a warning."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from launcher import environment
from tests.architecture.source import ROOT

BIN = Path(sys.executable).parent
PERMISSIVE = {"MIT", "MIT-0", "MIT-CMU", "BSD", "0BSD", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "APACHE-2.0", "ISC", "PSF-2.0",
              "PYTHON-2.0", "ZLIB", "CC0-1.0", "UNLICENSE", "HPND", "CNRI-PYTHON", "AFL-2.1"}  # fmt: skip
WEAK_COPYLEFT = {"MPL-2.0", "LGPL-3.0-ONLY", "LGPL-3.0-OR-LATER", "LGPL-2.1-OR-LATER"}
"""Used unmodified, as libraries of their own."""
BY_CLASSIFIER = {
    "MIT License": "MIT", "MIT No Attribution License (MIT-0)": "MIT-0", "BSD License": "BSD",
    "Apache Software License": "APACHE-2.0", "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-ONLY", "The Unlicense (Unlicense)": "UNLICENSE",
}  # fmt: skip
LOOKED_AT = {
    "pyrage": "its metadata names no licence; its LICENSE file is the MIT licence",
}
TOOLS_ONLY = {"djlint": "GPL, a program that reads our templates; neither linked nor shipped"}
"""Of the lock for tests alone."""

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def locked(lock: str) -> list[str]:
    return re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", (ROOT / lock).read_text(), re.MULTILINE)


def expression_of(name: str) -> str:
    told = metadata(name)
    text = (told.get("License") or "").strip()
    return told.get("License-Expression") or (text if " OR " in text and len(text) < 40 else "")


def licences_of(name: str) -> set[str]:
    """What a package says of its licence, as SPDX words; empty if it says nothing."""
    told = metadata(name)
    expression = expression_of(name)
    if expression:
        return {word.upper() for word in re.split(r"\s+(?:AND|OR|WITH)\s+|[()\s]+", expression) if word}
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")
    ]
    known = {
        BY_CLASSIFIER.get(line, line)
        for line in classifiers
        if line not in ("OSI Approved", "Other/Proprietary License")
    }
    text = (told.get("License") or "").strip()
    return known or ({text.upper()} if text and len(text) < 40 else set())


def unknown_licences(lock: str, excused: dict[str, str]) -> dict[str, set[str]]:
    wrong = {}
    for name in locked(lock):
        try:
            found = licences_of(name)
        except PackageNotFoundError:
            continue  # for another system or another Python
        choice = metadata(name).get("License-Expression") or ""
        is_free = (
            bool(found & PERMISSIVE)
            if " OR " in choice
            else bool(found) and found <= PERMISSIVE | WEAK_COPYLEFT
        )
        if not is_free and name not in excused:
            wrong[name] = found
    return wrong


def test_every_package_that_is_shipped_may_be_used():
    assert unknown_licences("requirements.lock", LOOKED_AT) == {}
    assert len(locked("requirements.lock")) > 30


def test_every_tool_may_be_used():
    assert unknown_licences("requirements-test.lock", LOOKED_AT | TOOLS_ONLY) == {}


def test_what_learning_needs_may_be_used():
    assert unknown_licences("requirements-analytics.lock", LOOKED_AT) == {}


def test_what_was_looked_at_is_still_there():
    assert set(LOOKED_AT) <= set(locked("requirements.lock"))
    assert set(TOOLS_ONLY) <= set(locked("requirements-test.lock")) - set(locked("requirements.lock"))
    (text,) = (BIN.parent / "lib").glob("python*/site-packages/pyrage-*/licenses/LICENSE")
    assert "Permission is hereby granted, free of charge" in text.read_text()


def wheel(folder: Path) -> Path:
    """A package of one line, made here."""
    path = folder / "jiezhi_probe-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("jiezhi_probe.py", "word = 'probe'\n")
        archive.writestr(
            "jiezhi_probe-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: jiezhi-probe\nVersion: 1.0\n"
        )
        archive.writestr(
            "jiezhi_probe-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("jiezhi_probe-1.0.dist-info/RECORD", "jiezhi_probe.py,,\n")
    return path


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_changed_hash_in_a_lock_is_refused(tmp_path: Path, installer: str):
    digest = hashlib.sha256(wheel(tmp_path).read_bytes()).hexdigest()
    forged = ("0" if digest[0] != "0" else "1") + digest[1:]
    tool = (
        [str(BIN / "uv"), "pip", "install", "--offline"]
        if installer == "uv"
        else [sys.executable, "-m", "pip", "install"]
    )

    def install(known: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "lock").write_text(f"jiezhi-probe==1.0 --hash=sha256:{known}\n")
        return subprocess.run(
            [*tool, "--no-index", "--find-links", str(tmp_path), "--require-hashes", "--no-deps",
             "--target", str(tmp_path / "there"), "-r", str(tmp_path / "lock")],
            capture_output=True, text=True, check=False, env=os.environ | {"UV_CACHE_DIR": str(tmp_path / "cache")},
        )  # fmt: skip

    refused = install(forged)
    assert refused.returncode != 0
    assert "hash" in (refused.stdout + refused.stderr).lower()
    assert not (tmp_path / "there" / "jiezhi_probe.py").exists()
    taken = install(digest)
    assert taken.returncode == 0, taken.stderr
    assert (tmp_path / "there" / "jiezhi_probe.py").exists()


def test_the_launcher_installs_with_hashes_only():
    assert "--require-hashes" in environment._pip_install("requirements.lock")
    for lock in ROOT.glob("requirements*.lock"):
        blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert blocks
        assert all("--hash=sha256:" in block for block in blocks if "==" in block), lock


def test_the_list_of_parts_is_the_same_each_time_it_is_made(tmp_path: Path):
    made = []
    for number in range(2):
        path = tmp_path / f"{number}.json"
        subprocess.run(
            [str(BIN / "cyclonedx-py"), "requirements", "requirements.lock", "--output-reproducible", "-o", str(path)],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        made.append(path.read_bytes())
    assert made[0] == made[1]
    parts = {part["name"].lower() for part in json.loads(made[0])["components"]}
    assert {name.lower() for name in locked("requirements.lock")} <= parts


def in_production(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run something with the settings that a release brings for production."""
    lines = (ROOT / "deploy" / "systemd" / "jiezhi.env").read_text(encoding="utf-8").splitlines()
    brought = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert brought["JIEZHI_PROFILE"] == "production"
    settings = (os.environ | brought) | {
        "JIEZHI_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )


def test_production_starts_without_a_warning(tmp_path: Path):
    done = in_production(tmp_path, "-m", "jiezhi", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


SAYS_HOW = """
import json
from jiezhi.project import settings as s
told = [name for name in dir(s) if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE"))]
print(json.dumps({name: getattr(s, name) for name in told}))
"""


def test_production_keeps_its_cookies_to_itself(tmp_path: Path):
    done = in_production(tmp_path, "-c", SAYS_HOW)
    told = json.loads(done.stdout)
    for kind in ("SESSION", "CSRF"):
        assert told[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{kind}_COOKIE_SECURE"]
        assert told[f"{kind}_COOKIE_HTTPONLY"]
        assert told[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert f"{kind}_COOKIE_DOMAIN" not in told
    assert told["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert told["SECURE_SSL_REDIRECT"]


def test_bandit_finds_nothing_that_is_not_reasoned():
    done = subprocess.run(
        [str(BIN / "bandit"), "-q", "-r", "src/jiezhi", "launcher", "-c", "pyproject.toml", "-f", "json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert [f"{row['test_id']} {row['filename']}:{row['line_number']}" for row in found["results"]] == []
    assert found["errors"] == []


def test_bandit_would_find_a_wound(tmp_path: Path):
    (tmp_path / "wound.py").write_text(
        "import subprocess, pickle\nsubprocess.call(x, shell=True)\npickle.loads(y)\n"
    )
    done = subprocess.run(
        [str(BIN / "bandit"), "-q", str(tmp_path / "wound.py"), "-c", "pyproject.toml", "-f", "json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert {"B602", "B301"} <= {row["test_id"] for row in json.loads(done.stdout)["results"]}


def advisories() -> dict[str, object]:
    import runpy

    return runpy.run_path(str(ROOT / ".ci" / "advisories"))


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, []),
        (
            {"dependencies": [{"name": "a", "skip_reason": "not found on the index"}]},
            ["a was passed over: not found on the index"],
        ),
        ({"dependencies": []}, ["1 packages are locked and 0 were looked at"]),
        ({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}, ["a 1: CVE-1"]),
    ],
)
def test_an_answer_about_holes_counts_only_if_nothing_was_passed_over(told: dict, wrong: list[str]):
    assert advisories()["verdict"](told, 1) == wrong
    assert advisories()["locked_count"]((ROOT / "requirements.lock").read_text()) == len(
        locked("requirements.lock")
    )

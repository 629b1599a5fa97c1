"""What all tests share: records of their own, and no silent skip where `.ci/run` forbids it."""

import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path

import django
import pytest
from hypothesis import settings

from tests.budget import Spending, spend_at_most
from tests.night import IS_NIGHT

# Here and not in pyproject.toml: the settings make keys in JIEZHI_VAR as soon as they are read.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
_records: tempfile.TemporaryDirectory[str] | None = None
if "JIEZHI_TESTS_VAR" not in os.environ:  # workers of pytest-xdist inherit the folder of the first process
    _records = tempfile.TemporaryDirectory(prefix="jiezhi-tests-")
    os.environ["JIEZHI_TESTS_VAR"] = _records.name
os.environ["JIEZHI_VAR"] = os.environ["JIEZHI_TESTS_VAR"]

# At import, not in a hook: the conftest of a folder named on the command line is read before any hook runs.
from django.utils import translation  # noqa: E402

from jiezhi.project.catalogues import compile_changed  # noqa: E402
from jiezhi.project.settings.language import LANGUAGE_CODE  # noqa: E402

if "PYTEST_XDIST_WORKER" not in os.environ:
    compile_changed()
django.setup()

settings.register_profile("jiezhi", deadline=None)
"""No example is judged by the clock: timings belong to `bench/`."""
settings.load_profile("jiezhi")

FORBIDDEN = "was skipped, and JIEZHI_NO_SKIP=1 allows no skip:"
NO_SKIP = os.environ.get("JIEZHI_NO_SKIP") == "1"
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
CHROMIUM = [Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"), Path("/usr/bin/google-chrome")]


def pytest_unconfigure() -> None:
    """Take the records away when the process that made them ends."""
    if _records is not None:
        _records.cleanup()


ASKED_ONCE = (
    "src/jiezhi/core/",
    "tests/core/",
    "tests/docs/",
    "tests/faces/guide/",
    "tests/intake/test_nasty_files.py",
    "tests/launcher/",
    "tests/architecture/test_access_matrix.py",
    "tests/architecture/test_api_matrix.py",
    "tests/architecture/test_catalogues_are_complete.py",
    "tests/architecture/test_links_answer.py",
    "tests/architecture/test_nothing_stands_twice.py",
    "tests/security/test_every_answer.py",
    "tests/security/test_raw_requests.py",
    "tests/security/test_rules_of_the_source.py",
    "tests/security/test_supply_chain.py",
    "tests/accounts/test_provider.py",
    "tests/concerns/test_courses.py",
    "tests/safekeeping/test_backup.py::test_neither",
    "tests/safekeeping/test_backup.py::test_the_server",
    "tests/safekeeping/test_backup.py::test_without",
    "tests/safekeeping/test_restore.py::test_a_key_of",
    "tests/safekeeping/test_restore.py::test_an_archive_",
    "tests/safekeeping/test_restore.py::test_content",
    "tests/safekeeping/test_restore.py::test_every_flipped",
)
"""What has nothing to do with the kind of database is asked in the run on SQLite alone."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what belongs to the night, and skip what this machine cannot do, saying how to make it possible."""
    left = [] if IS_NIGHT else [item for item in items if "night" in item.keywords]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    for item in items:
        if item.nodeid.startswith(ASKED_ONCE):
            item.add_marker("sqlite")
        if "postgres" in item.keywords and not ON_POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="set DATABASE_URL to PostgreSQL; .ci/run starts one"))
        if "sqlite" in item.keywords and ON_POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="unset DATABASE_URL; .ci/run has a stage on SQLite"))
        if "browser" in item.keywords and not any(path.exists() for path in CHROMIUM):
            item.add_marker(pytest.mark.skip(reason="install Chromium: apt-get install chromium"))


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Each test begins in the office's language, whatever a page that was read in another one left behind."""
    translation.activate(LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def own_folders(settings: object, tmp_path: Path) -> None:
    """Keys and uploads of a test are nobody else's."""
    settings.VAULT_KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]
    settings.WITNESS_ROOT = tmp_path / "witness"  # type: ignore[attr-defined]
    settings.UPLOAD_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]
    settings.INTAKE_ROOT = tmp_path / "intake"  # type: ignore[attr-defined]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def no_kept_faults(settings: object) -> None:
    """Faults are kept through a second connection, which a test with one transaction cannot share."""
    settings.KEEP_FAULTS = False  # type: ignore[attr-defined]


@pytest.fixture
def budget() -> Callable[[int], AbstractContextManager[Spending]]:
    """Hold a block to a number of statements: `with budget(8): ...`; too many are listed."""
    return spend_at_most


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where `JIEZHI_NO_SKIP=1` says that nothing may be left out."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: {FORBIDDEN} {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole file that skips itself."""
    report = yield
    if NO_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: {FORBIDDEN} {report.longrepr}"
    return report

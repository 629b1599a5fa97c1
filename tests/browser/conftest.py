"""Chromium, a live server, and one database that both of them and the test share."""

import os
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.screens import AXE, Screens
from tests.conftest import CHROMIUM

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="package", autouse=True)
def file_database(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Put the tests of this folder on a copy of the test database in a file.

    Threads of the live server would share the one connection of a database in memory, and with it its
    transactions. In a file each thread has its own, as in production. On PostgreSQL there is nothing to do.
    """
    memory = connections["default"]
    if memory.vendor != "sqlite" or not memory.is_in_memory_db():
        yield
        return
    path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
    with django_db_blocker.unblock():
        memory.ensure_connection()
        copy = sqlite3.connect(path)
        memory.connection.backup(copy)
        copy.close()
    options = memory.settings_dict["OPTIONS"]
    # Nothing has to outlive these tests.
    quick = options | {"init_command": options["init_command"].replace("synchronous=FULL", "synchronous=OFF")}
    connections.settings["default"] = memory.settings_dict | {"NAME": str(path), "OPTIONS": quick}
    connections["default"] = connections.create_connection("default")
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    connections.settings["default"] = memory.settings_dict
    connections["default"] = memory


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium. While it runs, Django sees its event loop in this thread and must not mind."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = next(str(path) for path in CHROMIUM if path.exists())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="package")
def server(file_database: None) -> Iterator[LiveServer]:
    """The site, served by threads of this process.

    Not pytest-django's own `live_server`: that one is older than this folder's database, and would share the
    connection to the one in memory.
    """
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def screens(browser: Browser, server: LiveServer, transactional_db: None) -> Iterator[Screens]:
    """Windows of people, each with cookies of its own; all are closed at the end."""
    opened = Screens(browser, server.url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker's script, where `./jiezhi test` puts it."""
    if not AXE.is_file():
        pytest.skip("axe-core is missing: `./jiezhi test` fetches it, or npm ci in the project's folder")
    return AXE.read_text(encoding="utf-8")

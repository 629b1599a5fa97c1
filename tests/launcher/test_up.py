"""`./jiezhi up` itself: it serves, heals, and leaves nothing behind."""

import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from launcher.start import is_free
from tests.launcher.conftest import ROOT, environment, free_port, is_running, wait_until

pytestmark = pytest.mark.slow


class Product:
    """The product, started in a copy on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "jiezhi", "up", "--port", str(self.port), "--empty"]
        self.launcher = subprocess.Popen(command, cwd=folder, env=environment(folder))

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read()

    def is_alive(self) -> bool:
        try:
            return self.get("/health/live") == b"ok"
        except OSError:
            return False

    def descendants(self) -> list[int]:
        found, new = [], [self.launcher.pid]
        while new:
            new = [child for parent in new for child in children_of(parent)]
            found += new
        return found


def children_of(pid: int) -> list[int]:
    return [
        int(word)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for word in path.read_text().split()
    ]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of an empty office whose tables are made: making them is not what these tests are about."""
    folder = tmp_path_factory.mktemp("records")
    more = {"PYTHONPATH": str(ROOT / "src"), "JIEZHI_VAR": str(folder / "var")}
    words = [sys.executable, "-m", "jiezhi", "migrate", "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env=environment(folder) | more, check=True)
    return folder / "var"


@pytest.fixture
def product(ready_copy, records):
    shutil.copytree(records, ready_copy / "var")
    product = Product(ready_copy)
    try:
        assert wait_until(product.is_alive, within_s=60)
        yield product
    finally:
        product.launcher.terminate()
        product.launcher.wait(timeout=30)


def test_a_started_product_serves_its_browser_libraries(product):
    assert b"htmx" in product.get("/static/htmx/htmx.min.js")


def test_a_web_server_that_was_killed_comes_back(product):
    first = product.descendants()
    server = children_of(product.launcher.pid)[0]
    subprocess.run(["kill", "-9", str(server)], check=True)
    assert wait_until(lambda: server not in children_of(product.launcher.pid), within_s=5)
    assert wait_until(product.is_alive, within_s=15)
    assert server in first


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_within_five_seconds_of_a_stop(product, number):
    pids = product.descendants()
    assert len(pids) >= 2
    begin = time.monotonic()
    product.launcher.send_signal(number)
    assert wait_until(lambda: not any(map(is_running, pids)), within_s=5)
    product.launcher.wait(timeout=5)
    assert time.monotonic() - begin < 5
    assert is_free(product.port)

"""50 residents and 30 officers at once, over real HTTP: `python -m bench.load [--minutes 5] [--orders 5000]`.

Fills a scratch database (DATABASE_URL; without it a SQLite file), starts the web server and the worker as the launcher
does, and lets people work: each reads a moment between two pages. Prints how long the pages took, every answer that was
an error, how often the database was locked, and the memory of web server and worker over time. The clients run on the
same machine and take their part of its cores.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a-long-password-for-bench"  # noqa: S105 - of made-up officers in a scratch database
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ORDER = re.compile(r'href="(/desk/orders/[0-9a-f-]{36}/)"')
ESTATE = re.compile(r'<option value="([0-9a-f-]{36})"')


@dataclass
class Log:
    """What everybody saw."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter = field(default_factory=Counter)

    def quantile(self, name: str, share: float) -> float:
        return statistics.quantiles(self.times[name], n=100)[round(share * 100) - 1]


@dataclass
class Person:
    """Somebody's browser."""

    port: int
    log: Log
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    at: str = ""
    line: http.client.HTTPConnection | None = None

    def open(self, path: str, name: str = "page") -> int:
        return self._ask("GET", path, None, name)

    def send(self, path: str, name: str = "form", **typed: str) -> int:
        """Send the form of the page that is open, with what it has filled in."""
        body = urlencode(dict(HIDDEN.findall(self.page)) | typed)
        return self._ask("POST", path, body, name)

    def _ask(self, method: str, path: str, body: str | None, name: str) -> int:
        began = time.monotonic()
        try:
            answer = self._exchange(method, path, body)
        except (OSError, http.client.HTTPException) as error:
            self.line = None
            self.log.errors[f"{name}: {type(error).__name__}"] += 1
            return 0
        self.log.times[name].append(time.monotonic() - began)
        if answer.status >= 500 or answer.status in (400, 403, 404):
            self.log.errors[f"{name}: {answer.status}"] += 1
        if answer.status in (302, 303):
            return self._ask("GET", urlsplit(answer.headers["Location"]).path, None, "page")
        self.at = path
        return answer.status

    def _exchange(self, method: str, path: str, body: str | None) -> http.client.HTTPResponse:
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, heads)
        answer = self.line.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            pair = value.partition(";")[0]
            self.cookies[pair.partition("=")[0]] = pair.partition("=")[2]
        self.page = answer.read().decode()
        return answer

    def think(self, seconds: float) -> None:
        time.sleep(self.chance.uniform(0.3, 1.7) * seconds)


def resident(person: Person, think_s: float) -> None:
    """Make one request, one question a page."""
    person.cookies.clear()
    person.open("/s/qingshi/")
    person.think(think_s)
    person.send("/s/qingshi/request/words/", words="三号楼前的路灯不亮")
    person.think(think_s)
    person.send("/s/qingshi/request/place/", estate=person.chance.choice(ESTATE.findall(person.page) or [""]))
    person.think(think_s)
    person.send("/s/qingshi/request/photos/", next="1")
    person.send("/s/qingshi/request/contact/", contact="anonymous", phone="")
    person.think(think_s)
    person.send("/s/qingshi/request/check/", name="create")
    if "/done/" not in person.at:
        person.log.errors["a request was not taken"] += 1
    person.think(think_s)


def officer(person: Person, think_s: float, name: str) -> None:
    """Look at the list, open an order, take it if it waits for that."""
    if not person.cookies.get("sessionid"):
        person.open("/sign-in/")
        person.send("/sign-in/", name="sign-in", username=name, password=PASSWORD)
    person.open("/desk/orders/", "list")
    orders = ORDER.findall(person.page)
    person.think(think_s)
    if orders:
        chosen = person.chance.choice(orders)
        person.open(chosen, "order")
        person.think(think_s)
        if f"{chosen}accept/" in person.page:
            person.send(f"{chosen}accept/", "accept")
    person.think(think_s)


def prepare(orders: int, officers: int) -> None:
    """Fill the database and give officers passwords; runs in a process of its own."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from bench.seed import fill
    from jiezhi.accounts.models import User
    from jiezhi.organisation.models import Department
    from jiezhi.project.demo.roles import OFFICER
    from tests.factories.offices import make_staff

    fill(orders)
    lead = Department.objects.filter(name__startswith="路灯管理所").get()
    hashed = make_password(PASSWORD)
    for number in range(officers):
        user = make_staff(lead, OFFICER).user
        User.objects.filter(pk=user.pk).update(username=f"load{number}", password=hashed)


def memory_mb(pid: int) -> float:
    """Resident memory of a process and of its children."""
    told = Path(f"/proc/{pid}/status").read_text()
    own = int(re.search(r"VmRSS:\s+(\d+)", told)[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(memory_mb(int(child)) for child in children)


@contextmanager
def serving(prepare: str, **settings: str) -> Iterator[tuple[int, dict[str, int], Path, dict[str, str]]]:
    """Fill a scratch database, and run web server and worker as the launcher does.

    Gives the port, the process ids by name, the log of both, and the environment that they have.
    """
    sys.path.insert(0, str(ROOT))
    from launcher.start import web_server
    from tests.security.serving import free_port

    with tempfile.TemporaryDirectory() as folder:
        environment = {"DATABASE_URL": f"sqlite:///{folder}/load.sqlite3"} | os.environ | settings | {
            "JIEZHI_VAR": folder, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "jiezhi.project.settings",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", prepare], cwd=ROOT, env=environment, check=True)
        port, log = free_port(), Path(folder) / "log"
        commands = {"web": web_server(port), "worker": [sys.executable, "-m", "jiezhi", "run_worker"]}
        with log.open("wb") as file:
            programs = {name: subprocess.Popen(words, cwd=ROOT, env=environment, stdout=file, stderr=file)
                        for name, words in commands.items()}  # fmt: skip
        try:
            wait_for(port)
            yield port, {name: program.pid for name, program in programs.items()}, log, environment
        finally:
            for program in programs.values():
                program.terminate()
                program.wait(20)


def run(wishes: argparse.Namespace) -> int:
    log = Log()
    fill = f"from bench.load import prepare; prepare({wishes.orders}, {wishes.officers})"
    with serving(fill) as (port, pids, said, environment):
        memory = work(wishes, port, log, pids)
        faults = said.read_text(errors="replace")
    return tell(wishes, log, memory, faults, environment["DATABASE_URL"])


def wait_for(port: int) -> None:
    """Wait until the server answers, a minute at most."""
    for _ in range(600):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/health/live")
            if line.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise SystemExit("the server does not answer")


def work(wishes: argparse.Namespace, port: int, log: Log, pids: dict[str, int]) -> list[tuple[float, ...]]:
    """Let everybody work until the time is over; give the memory as (minute, web, worker)."""
    end = time.monotonic() + wishes.minutes * 60

    def live(number: int) -> None:
        person = Person(port, log, random.Random(number))
        person.think(wishes.think)  # nobody comes in the same moment
        while time.monotonic() < end:
            if number < wishes.residents:
                resident(person, wishes.think)
            else:
                officer(person, wishes.think, f"load{number - wishes.residents}")

    people = [
        threading.Thread(target=live, args=(number,)) for number in range(wishes.residents + wishes.officers)
    ]
    for one in people:
        one.start()
    memory, began = [], time.monotonic()
    while any(one.is_alive() for one in people):
        memory.append(((time.monotonic() - began) / 60, *(memory_mb(pid) for pid in pids.values())))
        time.sleep(10)
    return memory


def tell(wishes: argparse.Namespace, log: Log, memory: list[tuple[float, ...]], faults: str, url: str) -> int:
    """Print what was seen; 1 if anything went wrong."""
    print(
        f"{url.partition(':')[0]}: {wishes.residents} residents, {wishes.officers} officers, {wishes.minutes} min"
    )
    for name in sorted(log.times):
        if len(log.times[name]) > 1:
            p50, p95 = (1000 * log.quantile(name, share) for share in (0.5, 0.95))
            print(f"  {name:10} {len(log.times[name]):6} times, p50 {p50:6.0f} ms, p95 {p95:6.0f} ms")
    locked = faults.count("OperationalError")
    print(f"  errors: {dict(log.errors) or 'none'}; database locked or away: {locked}")
    for minute, web, worker in memory[:: max(1, len(memory) // 12)]:
        print(f"  minute {minute:4.1f}: web {web:5.0f} MB, worker {worker:5.0f} MB")
    return int(bool(log.errors or locked))


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--residents", type=int, default=50)
    options.add_argument("--officers", type=int, default=30)
    options.add_argument("--orders", type=int, default=5000)
    options.add_argument("--think", type=float, default=3, help="seconds between two pages, on average")
    sys.exit(run(options.parse_args()))

"""`./jiezhi up`: from a fresh clone to a page in the browser, and on until somebody stops it."""

import http.client
import os
import shutil
import socket
import time
from pathlib import Path

from launcher import browser_libraries, environment
from launcher.console import RefusalError, last_lines, step
from launcher.places import LOGS, PYTHON, RELEASE, SOURCE, VENV
from launcher.processes import CommandError, capture, run
from launcher.supervisor import Supervisor

HOST = "127.0.0.1"
WEB_OPTIONS = (
    "--interface wsgi --workers 1 --blocking-threads 4 --workers-kill-timeout 3 "
    "--http 1 --no-ws --log-level warning"
)
LONGEST_WAIT_S = 60.0
LOOK_EVERY_S = 0.1
FIRST_OPEN_PORT = 1024
EXPLAINED = 3
"""The exit code of `jiezhi.project.preparation` when it has said itself what is wrong."""


def up(*, port: int, is_empty: bool) -> None:
    """Install what is missing, prepare the database, and run the web server and the worker until the end."""
    begin = time.monotonic()
    check_port(port)
    make_ready()
    prepare(["--empty"] if is_empty else [])
    supervisor = Supervisor()
    with step("Starting the web server and the worker"):
        supervisor.keep("web", web_server(port))
        if has_command("run_worker"):
            supervisor.keep("worker", our_command("run_worker"))
        sign_ins = None if is_empty else demo_sign_ins()
        wait_until_alive(supervisor, port)
    seconds = time.monotonic() - begin
    print(f"\nJiezhi is ready after {seconds:.1f} s:  http://localhost:{port}/\n", flush=True)
    if sign_ins:
        print(sign_ins, flush=True)
    print(f"Logs are in {LOGS}. Ctrl-C ends everything.", flush=True)
    while True:
        supervisor.look()
        time.sleep(LOOK_EVERY_S)


def demo_sign_ins() -> str | None:
    """Ask the product whom a visitor of the demo street may be."""
    return capture(our_command("demo_sign_ins")) if has_command("demo_sign_ins") else None


def make_ready(lock: str = "requirements.lock", *, for_tests: bool = False) -> None:
    """Bring Python packages, browser libraries and message catalogues to what the repository says.

    A release that was installed holds them all, and its folder need not be writable.
    """
    if RELEASE.exists() and environment.is_installed(lock):
        return
    environment.check_ground()
    environment.make_ready(lock)
    browser_libraries.make_ready(for_tests=for_tests)
    compile_catalogues()


def check_port(port: int) -> None:
    """Refuse a port that another program uses, and name a free one.

    Raises:
        RefusalError: The port is taken, or not ours to use.
    """
    if is_free(port):
        return
    free = next((other for other in range(max(port + 1, FIRST_OPEN_PORT), 65_536) if is_free(other)), 8000)
    is_reserved = port < FIRST_OPEN_PORT and os.geteuid() != 0
    why = "is reserved for the administrator" if is_reserved else "is taken by another program"
    raise RefusalError(f"Port {port} {why}. Use another one: ./jiezhi up --port {free}")


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def compile_catalogues() -> None:
    """Turn the translations that changed since the last start into what Django reads."""
    if all(_is_newer(po.with_suffix(".mo"), po) for po in SOURCE.glob("jiezhi/**/LC_MESSAGES/*.po")):
        return
    with step("Compiling message catalogues"):
        try:
            run([str(PYTHON), "-m", "jiezhi.project.catalogues"], log="catalogues.log")
        except CommandError as error:
            raise RefusalError(f"A message catalogue could not be compiled:\n{error.tail}") from error


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def prepare(options: list[str]) -> None:
    """Bring the database up to date; an environment that turns out to be broken is made anew, once."""
    command = [str(PYTHON), "-m", "jiezhi.project.preparation", *options]
    try:
        run(command)
    except CommandError as error:
        if error.code == EXPLAINED:
            raise RefusalError("") from error
        if environment.can_import_all():
            raise RefusalError("The database could not be prepared; the reason stands above.") from error
        print("  .venv is damaged: it is made anew.", flush=True)
        shutil.rmtree(VENV)
        make_ready()
        try:
            run(command)
        except CommandError as again:
            raise RefusalError("The database could not be prepared; the reason stands above.") from again


def web_server(port: int, *, host: str = HOST) -> list[str]:
    """Give the command line of the web server: one process, four requests at a time."""
    options = [*WEB_OPTIONS.split(), "--host", host, "--port", str(port)]
    return [str(PYTHON), "-m", "granian", *options, "jiezhi.project.wsgi:application"]


def our_command(*words: str) -> list[str]:
    """Give the command line of one of the product's own commands."""
    return [str(PYTHON), "-m", "jiezhi", *words]


def has_command(name: str) -> bool:
    """Tell whether one of the apps has this command."""
    return any(SOURCE.glob(f"jiezhi/**/management/commands/{name}.py"))


def wait_until_alive(supervisor: Supervisor, port: int) -> None:
    """Wait until the web server answers, and keep an eye on it meanwhile.

    Raises:
        RefusalError: It did not answer within a minute.
    """
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not answers(port):
        if time.monotonic() > deadline:
            raise RefusalError(
                f"The web server did not answer within {LONGEST_WAIT_S:g} s. "
                f"Its last words:\n{last_lines(LOGS / 'web.log')}"
            )
        supervisor.look()
        time.sleep(LOOK_EVERY_S / 2)


def answers(port: int) -> bool:
    """Ask the web server whether it is alive."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/health/live", headers={"X-Forwarded-Proto": "https"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

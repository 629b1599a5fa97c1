"""The words after `./jiezhi`, and what each of them does."""

import argparse
import sys
from collections.abc import Callable

from launcher import bundle, environment, lint, locks, start, unpack
from launcher.console import RefusalError
from launcher.places import PYTHON, STAMPS
from launcher.processes import CommandError, StoppedError, end_all, hand_over, listen_for_stop

HELP = """Usage: ./jiezhi COMMAND [OPTIONS]

  up [--port 8000] [--empty]  Install what is missing and start the web server and the worker;
                              --empty leaves out the demo street.
  test [PYTEST OPTIONS]       Run the tests.
  lint [STAGE ...]            Read the code: style, types, layers, templates, migrations, translations.
  lock [--upgrade]            Make the lists of exact package versions anew.
  bundle --key FILE           Make one signed file of the release, for machines without a network.
  unpack FILE --key FILE.pub  Check such a file and put the release beside the others.
  install [--analytics]       Install what is missing, and start nothing; with --analytics also what
                              ./jiezhi concerns train needs.
  serve [--port 8000]         Run the web server alone, as a service manager wants it.
  work                        Run the worker alone.
  doctor                      Say what is wrong with this machine and installation, and what to do.
  backup, restore, check      Keep the records safe: docs/operate/backup.md.
  upgrade VERSION             Switch to another release.
  support-bundle [FILE]       Put logs, metrics, versions and faults into one file for whoever helps from afar.
  WORD ...                    Any other word is one of the product's own commands, for example
                              ./jiezhi migrate; ./jiezhi help lists them.

Settings come from the environment: DATABASE_URL (SQLite in ./var without it), JIEZHI_VAR, JIEZHI_PROFILE.
"""


def main(words: list[str]) -> int:
    """Do what the words say and give the exit code."""
    if not words or words[0] in {"-h", "--help"}:
        print(HELP, end="")
        return 0
    listen_for_stop()
    try:
        do(words[0], words[1:])
    except RefusalError as refusal:
        print(f"\n{refusal}" if str(refusal) else "", file=sys.stderr, flush=True)
        return 1
    except CommandError as error:
        print(f"\n{error}.\n{error.tail}".rstrip(), file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(f"\n{environment.explain(error)}", file=sys.stderr, flush=True)
        return 1
    except StoppedError as stopped:
        print("\nStopping ...", flush=True)
        return 130 if str(stopped) == "SIGINT" else 143
    finally:
        end_all()
    return 0


def do(word: str, rest: list[str]) -> None:
    """Do what a word stands for; a word that is not ours is one of the product's own commands."""
    if word in COMMANDS:
        COMMANDS[word](rest)
    else:
        hand_on([word, *rest])


def up(words: list[str]) -> None:
    """Read the options of `up` and start."""
    parser = argparse.ArgumentParser(
        prog="./jiezhi up", description="Install what is missing and start Jiezhi."
    )
    parser.add_argument("--port", type=port_number, default=8000, help="port of the web server (8000)")
    parser.add_argument("--empty", action="store_true", help="leave out the demo street")
    options = parser.parse_args(words)
    start.up(port=options.port, is_empty=options.empty)


def port_number(text: str) -> int:
    """Read a port; argparse turns the error into a sentence."""
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; a port is a number from 1 to 65535")
    return int(text)


EVERYDAY = ["-n", "auto", "-m", "not browser and not slow and not faults"]
"""About five minutes on two cores; `.ci/run` leaves nothing out."""


def test(words: list[str]) -> None:
    """Install what tests need and become pytest; without words of yours, the everyday tests on all cores."""
    start.make_ready("requirements-test.lock", for_tests=True)
    environment.make_ready(ANALYTICS)
    hand_over([str(PYTHON), "-m", "pytest", *(words or EVERYDAY)])


ANALYTICS = "requirements-analytics.lock"
LEARNING = (["concerns", "train"], ["concerns", "evaluate"])
"""Commands that need more than the product does."""


def install(words: list[str]) -> None:
    """Install packages, browser libraries and translations; and what learning needs, where that is wanted."""
    if words not in ([], ["--analytics"]):
        raise RefusalError("install takes no options but --analytics.")
    start.make_ready()
    if words:
        make_ready_to_learn()


def make_ready_to_learn() -> None:
    """Install scikit-learn and scipy, or say where a model can be learnt instead.

    Raises:
        RefusalError: They cannot be had here, as on a machine without a network.
    """
    try:
        environment.make_ready(ANALYTICS)
    except RefusalError as refusal:
        raise RefusalError(
            f"{refusal}\nOnly learning needs these packages; requests are read without them. Learn on a machine that "
            "reaches a package index (./jiezhi concerns train FILE --out FOLDER) and bring the folder here "
            "(./jiezhi concerns adopt FOLDER)."
        ) from refusal


def serve(words: list[str]) -> None:
    """Become the web server; whoever keeps it alive is somebody else."""
    parser = argparse.ArgumentParser(prog="./jiezhi serve", description="Run the web server alone.")
    parser.add_argument("--port", type=port_number, default=8000, help="port on this machine (8000)")
    parser.add_argument("--host", default=start.HOST, help="address to listen on (this machine alone)")
    options = parser.parse_args(words)
    hand_over(start.web_server(options.port, host=options.host))


def work(words: list[str]) -> None:
    """Become the worker; it finds nothing to install, and its folder may be read-only."""
    hand_over(start.our_command("run_worker", *words))


def hand_on(words: list[str]) -> None:
    """Become one of the product's own commands."""
    if not STAMPS.exists():
        print("This is the first start: packages are installed first.", flush=True)
    start.make_ready()
    if words[:2] in LEARNING and not {"-h", "--help"} & set(words):
        make_ready_to_learn()
    hand_over([str(PYTHON), "-m", "jiezhi", words[0].replace("-", "_"), *words[1:]])


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "up": up,
    "test": test,
    "lint": lint.lint,
    "lock": locks.lock,
    "bundle": bundle.bundle,
    "unpack": unpack.unpack,
    "install": install,
    "serve": serve,
    "work": work,
}

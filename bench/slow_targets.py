"""What slow and broken targets cost a resident's page: `python -m bench.slow_targets [--rounds 6] [--each 12]`.

Programs that want to be told, the gateway of short messages and the mail server all lie on this machine and misbehave
by turns: they are slow, reset, answer half or hang. In each turn one resident makes requests, adds words (a letter to
the dispatchers) and asks for a code, while the worker tries to bring all that. Prints for each way of misbehaving what
the three pages took, and how much longer that is than in the turns in which the targets were well, in the same run.
"""

import argparse
import random
import re
import socketserver
import statistics
import sys
import threading
import time
from collections import defaultdict

from bench.load import ESTATE, Log, Person, serving

MODES = ("good", "slow", "reset", "half", "hang")
PAGES = ("create", "add", "code")
OWN = re.compile(r"/s/qingshi/mine/([A-Z0-9-]+)/")
SLOW_S = 0.3


def prepare(address: str) -> None:
    """Fill the database, subscribe a program to everything, and give every member of staff an address."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from bench.seed import fill
    from jiezhi.accounts.models import User
    from jiezhi.gateway.clients.choices import ProgramScope
    from jiezhi.gateway.clients.models import Program
    from jiezhi.gateway.webhooks.choices import EventKind
    from jiezhi.gateway.webhooks.models import EventSubscription
    from jiezhi.places.models import SubDistrict

    fill(500)
    street = SubDistrict.objects.get()
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@office.example")
    for number in range(3):
        program = Program.objects.create(
            sub_district=street, name=f"Programme {number}", scopes=[each.value for each in ProgramScope],
            sees_whole_street=True,
        )  # fmt: skip
        EventSubscription.objects.create(
            sub_district=street, program=program, url=f"{address}/hook", kinds=[each.value for each in EventKind],
            key="whsec_of_a_bench", begun_at=datetime.now(UTC),
        )  # fmt: skip


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, or misbehaves as the other targets do."""

    daemon_threads = True
    allow_reuse_address = True
    mode = "good"
    letters = 0


class Mail(socketserver.StreamRequestHandler):
    """One conversation: every command is answered well, and nothing is kept."""

    server: MailServer

    def handle(self) -> None:
        mode = self.server.mode
        if mode in ("hang", "half"):
            self.wfile.write(b"220 of" if mode == "half" else b"")
            time.sleep(30)
        if mode in ("reset", "hang", "half"):
            return
        self.wfile.write(b"220 office.example ready\r\n")
        in_letter = False
        for line in self.rfile:
            if mode == "slow":
                time.sleep(SLOW_S)
            if in_letter and line != b".\r\n":
                continue
            self.server.letters += in_letter
            in_letter = line.upper().startswith(b"DATA")
            self.wfile.write(b"354 go on\r\n" if in_letter else b"250 well\r\n")
            if line.upper().startswith(b"QUIT"):
                return


def one_resident(person: Person) -> None:
    """Make a request, add words to it, ask for a code."""
    person.cookies.clear()
    person.open("/s/qingshi/")
    person.send("/s/qingshi/request/words/", words="三号楼前的路灯不亮")
    person.send("/s/qingshi/request/place/", estate=person.chance.choice(ESTATE.findall(person.page)))
    person.send("/s/qingshi/request/photos/", next="1")
    person.send("/s/qingshi/request/contact/", contact="anonymous", phone="")
    person.send("/s/qingshi/request/check/", name="create")
    own = f"/s/qingshi/mine/{OWN.search(person.page)[1]}/"
    person.open(own)
    person.send(f"{own}add/", name="add", words="今晚还是不亮")
    person.open("/s/qingshi/phone/")
    person.send("/s/qingshi/phone/", name="code", phone=f"138{person.chance.randrange(10**8):08}")


def run(rounds: int, each: int) -> int:
    from tests.gateway.toxic import target

    seen: dict[str, dict[str, list[float]]] = {mode: defaultdict(list) for mode in MODES}
    reached: dict[str, int] = dict.fromkeys(MODES, 0)
    with MailServer(("127.0.0.1", 0), Mail) as mail, target() as made:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{made.port}"
        settings = {
            "JIEZHI_EMAIL_URL": f"smtp://127.0.0.1:{mail.server_address[1]}",
            "JIEZHI_MESSAGE_URL": f"{address}/messages",
            "JIEZHI_OUTBOUND": f"127.0.0.1:{made.port},127.0.0.1:{mail.server_address[1]}",
        }
        errors = Log().errors
        with serving(f"from bench.slow_targets import prepare; prepare({address!r})", **settings) as (
            port,
            *_,
        ):
            for turn in range(rounds):
                for mode in random.Random(turn).sample(MODES, len(MODES)):
                    made.mode = mail.mode = mode
                    log, before = Log(), len(made.received)
                    person = Person(port, log, random.Random(turn))
                    for _number in range(each):
                        one_resident(person)
                        time.sleep(0.2)
                    reached[mode] += len(made.received) - before
                    for page in PAGES:
                        seen[mode][page] += log.times[page]
                    errors.update(log.errors)
        print(f"letters taken: {mail.letters}; errors: {dict(errors) or 'none'}")
    return tell(seen, reached) or int(bool(errors))


def tell(seen: dict[str, dict[str, list[float]]], reached: dict[str, int]) -> int:
    for mode in MODES:
        words = []
        for page in PAGES:
            took, well = (1000 * statistics.median(seen[of][page]) for of in (mode, "good"))
            words.append(f"{page} {took:5.1f} ms ({took - well:+5.1f})")
        print(
            f"  {mode:6} {', '.join(words)}; {len(seen[mode]['create'])} each, {reached[mode]} messages tried"
        )
    return 0


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--each", type=int, default=12)
    wishes = options.parse_args()
    sys.exit(run(wishes.rounds, wishes.each))

"""Constructs that have let people in elsewhere stand nowhere in our source, or where a sentence says why.

These are tests over the syntax tree and not rules of a scanner: they see imports under another name, they need no
second environment, and each is shown a wound that it must find (docs/adr/0020).
"""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import Module, called_name, modules, templates

pytestmark = pytest.mark.sqlite  # asks no database

Finder = Callable[[ast.Module], Iterator[str]]

REASONED: dict[tuple[str, str], str] = {
    (
        "markup",
        "kit.ui.widgets",
    ): "a list of choices that is written once; every part is escaped above the line",
    ("no token", "notices.views.receipts"): "no session opens it: a gateway shows a signature over its words",
    ("network", "kit.outbound"): "the one door to other systems",
    ("network", "notices.handlers"): "names the errors of Django's mail, opens nothing",
    ("network", "notices.smtp"): "bounds the talk that Django's mail opens with the operator's own server",
    ("XML", "intake.sheets.child"): "in the child with limits, behind the gate that refuses <!DOCTYPE",
    (
        "processes",
        "pictures.decoding",
    ): "the child in which pictures are decoded; its arguments are our own",
    ("processes", "intake.sheets.reading"): "the child in which tables are read; its arguments are our own",
    ("SQL", "kit.db"): "statements that the ORM does not have; values go apart from the statement",
    (
        "SQL",
        "inbox.gathering",
    ): "parts of a union that the ORM does not slice on SQLite; each is written by the ORM",
    (
        "SQL",
        "safekeeping.sqlite_store",
    ): "a snapshot is a statement of the database itself, with no word of anybody",
    (
        "SQL",
        "safekeeping.postgres_store",
    ): "the same, and databases are made and renamed under names of our own",
    ("code from words", "operations.bundle"): "platform.system() says what the machine is and runs nothing",
    (
        "processes",
        "operations.probes",
    ): "asks timedatectl whether the clock is kept; its arguments are our own",
    ("processes", "safekeeping.drill"): "this program again, on a copy; its arguments are our own",
    ("processes", "safekeeping.postgres_store"): "pg_dump and pg_restore, which alone know how; no shell",
    ("processes", "safekeeping.tasks"): "a backup beside the worker, so that it holds up nothing",
    (
        "processes",
        "safekeeping.upgrading",
    ): "another release on a copy, and what the operator stops and starts by",
    (
        "network",
        "safekeeping.upgrading",
    ): "asks the address that the operator names whether the new release answers",
    (
        "weak digests",
        "accounts.factors",
    ): "RFC 6238 with SHA-1 is what programs for codes by time understand",
    ("XML", "gateway.open311.shapes"): "writes XML and reads none",
    (
        "no token",
        "gateway.launch.views.keeping",
    ): "another platform posts it; the signed launch is what counts, once",
    (
        "no token",
        "gateway.open311.views",
    ): "programs show a key in the call; no session of a browser counts there",
    (
        "no token",
        "gateway.openapi.views",
    ): "programs show a token in the call; no session of a browser counts there",
}
"""What may use a construct, and why."""


def imported(tree: ast.Module) -> Iterator[str]:
    """Every name that comes in, dotted, under whatever name it is used."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(*roots: str) -> Finder:
    def find(tree: ast.Module) -> Iterator[str]:
        for name in imported(tree):
            if any(name == root or name.startswith(f"{root}.") for root in roots):
                yield name

    return find


def calls_of(*names: str) -> Finder:
    def find(tree: ast.Module) -> Iterator[str]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called_name(node) in names:
                yield called_name(node)

    return find


def code_from_words(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            is_bare = isinstance(node.func, ast.Name)
            if called_name(node) in (
                {"eval", "exec", "compile", "__import__"} if is_bare else {"system", "popen"}
            ):
                yield called_name(node)


def weak_digests(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if name.lower() in {"md5", "sha1", "des", "rc4", "arc4", "blowfish", "ecb"}:
            yield name
        if isinstance(node, ast.Constant) and node.value in {"md5", "sha1"}:
            yield str(node.value)
    yield from imports_of("hashlib.md5", "hashlib.sha1")(tree)


def chance_without_seed(tree: ast.Module) -> Iterator[str]:
    """`random` may only make the demo street, from a seed: secrets come from `secrets`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = getattr(node.func.value, "id", "")
            if owner == "random" and (node.func.attr != "Random" or not node.args):
                yield f"random.{node.func.attr}"


def all_fields(tree: ast.Module) -> Iterator[str]:
    """A form or schema that takes whatever columns a table happens to have."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & {"fields", "model_fields", "exclude"}:
                is_all = isinstance(node.value, ast.Constant) and node.value.value == "__all__"
                if is_all or "exclude" in names:
                    yield "all fields"


LOOSE = {("shell", True), ("verify", False), ("check_hostname", False)}


def loose_arguments(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and (node.arg, getattr(node.value, "value", None)) in LOOSE:
            yield str(node.arg)
        if isinstance(node, ast.Attribute) and node.attr in {
            "CERT_NONE",
            "_create_unverified_context",
            "mktemp",
        }:
            yield node.attr


RULES: dict[str, tuple[Finder, str]] = {
    "markup": (calls_of("mark_safe", "SafeString", "SafeText", "safe"), "mark_safe(words)"),
    "SQL": (calls_of("execute", "executemany", "raw", "RawSQL", "extra", "RunSQL"), "c.execute(f'SELECT {words}')"),
    "objects from bytes": (
        imports_of("pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "_pickle"),
        "from pickle import loads as read",
    ),
    "code from words": (code_from_words, "eval(words)"),
    "processes": (imports_of("subprocess", "os.system", "pty", "multiprocessing"), "import subprocess as sp"),
    "weak digests": (weak_digests, "hashlib.new('md5')"),
    "network": (
        imports_of("socket", "ssl", "requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client",
                   "smtplib", "ftplib", "telnetlib", "xmlrpc", "paramiko"),
        "from urllib import request",
    ),
    "chance": (chance_without_seed, "code = random.choice(letters)"),
    "chance by name": (imports_of("random.choice", "random.randint", "random.random", "random.getrandbits"),
                       "from random import choice"),
    "all fields": (all_fields, "class Meta:\n    fields = '__all__'"),
    "XML": (imports_of("xml", "lxml", "xmltodict", "html5lib"), "import xml.dom.minidom"),
    "loose": (loose_arguments, "run(words, shell=True)"),
    "no token": (imports_of("django.views.decorators.csrf.csrf_exempt"),
                 "from django.views.decorators.csrf import csrf_exempt"),
    "templates from words": (
        imports_of("jinja2", "django.template.Template", "django.template.engines", "mako"),
        "from django.template import Template",
    ),
    "archives": (calls_of("extractall", "unpack_archive"), "archive.extractall(folder)"),
}  # fmt: skip


def hits(rule: str) -> dict[Module, list[str]]:
    finder = RULES[rule][0]
    found = {module: sorted(set(finder(module.tree))) for module in modules(with_migrations=True)}
    return {module: names for module, names in found.items() if names}


def is_ours_alone(rule: str, module: Module) -> bool:
    """The demo street makes people up from a seed, and is no part of what an office runs on."""
    return rule.startswith("chance") and module.name.startswith("project.demo.")


@pytest.mark.parametrize("rule", RULES)
def test_a_dangerous_construct_stands_only_where_a_sentence_says_why(rule: str):
    wrong = {
        str(module): names
        for module, names in hits(rule).items()
        if (rule, module.name) not in REASONED and not is_ours_alone(rule, module)
    }
    assert wrong == {}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_finds_the_wound_that_it_is_for(rule: str):
    finder, wound = RULES[rule]
    assert list(finder(ast.parse(wound)))
    assert not list(finder(ast.parse("from json import loads\nrows = loads(words)")))


def test_no_reason_outlives_what_it_excuses():
    assert {(rule, module.name) for rule in RULES for module in hits(rule)} >= set(REASONED)


UNESCAPED = re.compile(
    r"\|\s*(safe|safeseq)\b|autoescape\s+off|<script(?![^>]*(?:src=|type=\"application/json\"))|\son\w+=|javascript:"
)


def test_no_template_leaves_words_unescaped_or_holds_a_script():
    found = {str(path): UNESCAPED.findall(path.read_text(encoding="utf-8")) for path in templates()}
    assert {path: names for path, names in found.items() if names} == {}
    for wound in ("{{ words|safe }}", "{% autoescape off %}", "<script>go()</script>", '<a onclick="go()">'):
        assert UNESCAPED.search(wound)

"""Nothing is kept that nobody uses: names of kit, settings."""

import ast

import pytest

from tests.architecture.source import ROOT, SRC, modules

ONE_USER = {
    "kit.action": "the machinery of deeds: `current_unit` and `work_unit` are used inside kit",
    "kit.problems": "middleware, named in the settings",
    "kit.sessions": "the session engine, named in the settings",
    "kit.worker": "run by a command; the operator's page reads its timers",
    "kit.apps": "Django's own",
    "kit.worker_health": "the cockpit tells how the worker does; nobody else needs to",
    "kit.sealing": "run by timers of kit's own: the chain over the audit; the operator's room walks it",
    "kit.tasks": "timers of kit's own, run by the worker",
    "kit.durable": "pictures and the vault, which are of kit themselves, and files on their way in",
}
"""Modules whose users are not apps, and why."""

NAMES_WITH_ONE_USER = {
    "every_measure": "the reference writes down all that is counted",
    "sum_of_parts": "collaboration is the one share that several apps make up together",
    "all_permissions": "the keeper of posts picks from it; the access matrix reads it",
    "View": "the type of what `needs` locks",
    "all_subscriptions": "the architecture reads it",
    "event_name": "names a row for the outbox and its tests",
    "find_subscription": "used by the worker",
    "restore_event": "used by the worker",
    "Subscription": "used by the worker",
    "subscribe_outside": "letters are the only outside there is so far",
    "known_verbs": "the architecture reads it",
    "verb_label": "the page of the audit shows them",
    "hold": "only a request has a form that may arrive twice before it has a row",
    "in_parts": "only files bring thousands of keys at once, and only requests come in files so far",
    "reading": "one snapshot for a page of figures",
    "count_together": "only the navigation counts for several apps at once",
    "record_look": "the only app that holds a person's facts is concerns",
    "looks_at": "the only app that shows a person who looked at their facts is concerns",
    "link_to": "notices make links of whatever they tell",
    "register_link": "each app that shows things",
    "ActorKind": "what kinds of hands there are",
    "Scope": "made where posts are read",
    "Permission": "the type of what `permission` declares",
    "Unit": "of a measure: workorders has the first ones",
    "all_measures": "the wall shows them all",
    "register_measure": "workorders has the first measures; concerns and meetings follow",
    "search_index": "used by migrations of every app that lets rows be found by words",
    "TermsField": "named by the same migrations",
    "Holds": "the lookup of that column",
    "all_tiles": "the operator's page shows them all",
    "server_clock": "only the operator's page asks what time the database has",
    "database_bytes": "only the operator's page asks how large it is",
    "add_up": "only the burden meter keeps sums of a day so far",
    "outgoing_is_held": "asked by the worker, and by the one app that fetches from others",
    "all_invariants": "all checks are run from one place",
    "hold_outgoing_when": "one room knows whether a backup was put back",
    "outgoing_handlers": "shown before messages are let go; the worker reads it",
    "Answer": "what the one door to other systems gives; adapters name its type",
    "typed_fields": "used by the error middleware",
    "LaterError": "messages to programs are the only handlers so far that wait for their turn",
}


def public_names(tree: ast.Module) -> set[str]:
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }


def users_of_kit() -> dict[str, set[str]]:
    """Which apps import which name of kit."""
    users: dict[str, set[str]] = {}
    for module in modules():
        if module.app == "kit":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiezhi.kit"):
                for alias in node.names:
                    users.setdefault(alias.name, set()).add(module.app)
                    users.setdefault(f"{node.module}.{alias.name}".removeprefix("jiezhi."), set()).add(
                        module.app
                    )
                users.setdefault((node.module or "").removeprefix("jiezhi."), set()).add(module.app)
    return users


def test_a_public_name_of_kit_is_used_by_two_apps_or_says_why_not():
    users = users_of_kit()
    top = [m for m in modules() if m.app == "kit" and m.name.count(".") == 1 and m.name not in ONE_USER]
    lonely = {
        f"{module.name}.{name}"
        for module in top
        for name in public_names(module.tree)
        if len(users.get(name, set()) | users.get(f"{module.name}.{name}", set())) < 2
        and not (module.name == "kit.audit" and name == "record")
        and name not in NAMES_WITH_ONE_USER
    }
    assert lonely == set()


def test_the_lists_of_exceptions_name_only_what_exists():
    names = {name for m in modules() if m.app == "kit" for name in public_names(m.tree)}
    assert set(NAMES_WITH_ONE_USER) - names == set()
    assert set(ONE_USER) - {m.name for m in modules()} == set()


def test_every_setting_is_read_somewhere():
    from django.conf import global_settings

    known_to_django = set(dir(global_settings))
    known_to_libraries = {"CONTENT_SECURITY_POLICY", "COTTON_ISOLATE_BY_DEFAULT", "WHITENOISE_USE_FINDERS"}
    known_to_libraries |= {"WHITENOISE_MAX_AGE", "ATOMIC_REQUESTS", "EMAIL_FILE_PATH", "ROOT_URLCONF"}
    written = {
        target.id
        for module in modules()
        if module.name.startswith("project.settings")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }
    elsewhere = "\n".join(m.text for m in modules() if not m.name.startswith("project.settings."))
    files = [p for folder in ("launcher", "tests") for p in (ROOT / folder).rglob("*.py")]
    environment = (SRC / "project/settings/environment.py").read_text(encoding="utf-8")
    inside = {name for name in written if f"{name} =" in environment}
    unread = {
        name
        for name in written - known_to_django - known_to_libraries - inside
        if f"settings.{name}" not in elsewhere and f'"{name}"' not in elsewhere
    }
    assert files
    assert unread == set()


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "coming soon", "lorem ipsum"])
def test_nothing_is_left_for_later_in_the_source(word: str):
    assert [str(m) for m in modules() if word in m.text] == []

"""The database is touched in few places: actions write, queries read, each app its own tables."""

import ast

from django.apps import apps

from tests.architecture.source import (
    Module,
    actions,
    called_name,
    decorators,
    functions,
    is_action,
    modules,
)

ORM_VERBS = {
    "filter", "exclude", "annotate", "aggregate", "select_related", "prefetch_related", "values_list",
    "get_or_create", "update_or_create", "bulk_create", "bulk_update", "select_for_update", "save", "refresh_from_db",
}  # fmt: skip
MANAGERS = {"objects", "_base_manager", "_default_manager"}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}

OTHERS_TABLES = {
    ("pictures.keeping", "StoredPicture"): "kit keeps the table, this room alone writes it",
    ("concerns.queries", "StoredPicture"): "pictures of a request; kit keeps them for every app",
    ("workorders.queries", "StoredPicture"): "pictures of an order",
    (
        "safekeeping.invariants",
        "StoredPicture",
    ): "what must hold of kit's tables is asked from above: kit stays small",
    ("safekeeping.invariants", "OutboxDelivery"): "the same",
    ("safekeeping.holding", "OutboxDelivery"): "what waits to leave the house, shown before a person lets it",
    **{
        ("operations.queries", name): "the operator looks after kit's own machinery, and kit has no pages"
        for name in ("OutboxDelivery", "Beat", "AuditEntry", "Look")
    },
    (
        "operations.actions",
        "OutboxDelivery",
    ): "undelivered messages are tried again or dropped by the operator",
    ("operations.tasks", "OutboxDelivery"): "and forgotten when they are old",
    ("organisation.queries.trail", "AuditEntry"): "the auditor reads it with the names of the office",
}
"""Reads of another app's tables that stand, and why."""


def owner_of_models() -> dict[str, str]:
    """Which app each model class belongs to."""
    return {
        model.__name__: Module.app.fget(  # type: ignore[attr-defined]
            next(m for m in modules() if m.name == model.__module__.removeprefix("jiezhi."))
        )
        for model in apps.get_models()
        if model.__module__.startswith("jiezhi.")
    }


def manager_uses(tree: ast.AST) -> list[str]:
    """The names before `.objects`."""
    return [
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.value, ast.Name)
    ]


def test_no_app_reads_another_apps_tables():
    owner = owner_of_models()
    foreign = {
        (module.name, name)
        for module in modules()
        for name in manager_uses(module.tree)
        if name in owner and owner[name] != module.app and not module.name.startswith("project.")
    }
    assert foreign - set(OTHERS_TABLES) == set()


def test_the_list_of_others_tables_names_only_what_is_read():
    owner = owner_of_models()
    used = {
        (module.name, name) for module in modules() for name in manager_uses(module.tree) if name in owner
    }
    assert {key for key in OTHERS_TABLES if key not in used} == set()


def test_no_module_looks_models_up_by_name():
    found = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and called_name(node) in {"get_model", "get_models"}
        # Sealed columns are brought under a new key in whichever app they are.
        and module.name != "kit.vault.rotation"
    ]
    assert found == []


def test_views_do_not_touch_the_database():
    found = []
    for module in modules():
        if module.part not in {"views", "forms", "urls", "navigation", "panels", "api"}:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                found.append(f"{module}:{node.lineno} {node.attr}")
            if isinstance(node, ast.Call) and called_name(node) in ORM_VERBS:
                found.append(f"{module}:{node.lineno} {called_name(node)}")
    assert found == []


def test_queries_do_not_write():
    found = [
        f"{module}:{node.lineno} {called_name(node)}"
        for module in modules()
        if module.part in {"queries", "measures", "standing", "staff", "calendars"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and called_name(node) in WRITES
        and "objects" in ast.unparse(node.func)
    ]
    assert found == []


OPENED_ELSEWHERE = {
    "pictures.keeping": "forgets rows before their files, and never inside the transaction of a deed",
}


def test_transactions_are_opened_in_kit_only():
    found = [
        f"{module}:{node.lineno}"
        for module in modules()
        if module.app not in {"kit", "project"} and module.name not in OPENED_ELSEWHERE
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "atomic")
        or (isinstance(node, ast.Name) and node.id == "atomic")
    ]
    assert found == []


ANY_ERROR = {
    "kit.worker": "the loop survives any handler and any timer",
    "pictures.reencode": "a child process: decoders raise whatever they like, and its parent tells it in words",
    "intake.sheets.child": "the same for parsers of tables",
    "operations.panorama": "a tile that fails is told in its own place, and never takes the page down",
}
"""Where any error may be caught and not raised again, and why."""


def swallows_any_error(handler: ast.ExceptHandler) -> bool:
    is_any = handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}
    last = handler.body[-1]
    return is_any and not (isinstance(last, ast.Raise) and last.exc is None)


def test_any_error_is_swallowed_only_where_it_must_be():
    found = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and swallows_any_error(node)
    }
    assert found == set(ANY_ERROR)


def test_nothing_happens_behind_a_save():
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(("signals", "dispatch")):
                found.append(f"{module}:{node.lineno} {node.module}")
            if isinstance(node, ast.ClassDef) and module.part == "models":
                found += [
                    f"{module}:{child.lineno} {child.name}"
                    for child in node.body
                    if isinstance(child, ast.FunctionDef) and child.name in {"save", "delete"}
                ]
    assert found == []


OF_THE_DATABASE_ITSELF = {
    "safekeeping.sqlite_store": "snapshots and checks of the file, on connections of their own",
    "safekeeping.postgres_store": "the same of the server, and the names of its databases",
    "inbox.gathering": "a union of bounded parts, each written by the ORM, which SQLite lets nobody slice",
}


def test_raw_statements_are_in_one_file():
    found = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and called_name(node) in {"execute", "executemany", "raw", "RawSQL", "extra"}
    }
    assert found <= {"kit.db"} | set(OF_THE_DATABASE_ITSELF)


def test_there_are_deeds_to_look_at():
    assert len(actions()) > 20


def test_every_deed_says_who_and_when_and_what_it_is():
    wrong = []
    for module, node in actions():
        names = {arg.arg for arg in node.args.kwonlyargs}
        if node.args.args or not {"actor", "at"} <= names:
            wrong.append(f"{module}: {node.name} takes {sorted(names)}")
        if not ast.get_docstring(node):
            wrong.append(f"{module}: {node.name} has no words")
    assert wrong == []


def _helpers(module: Module) -> dict[str, ast.FunctionDef]:
    """Give what a module's deeds are made of: its own functions, and those of `_rooms` beside it."""
    beside = [other for other in modules() if other.path.parent == module.path.parent]
    rooms = [module, *(other for other in beside if other.path.stem.startswith("_") and other is not module)]
    return {f.name: f for room in reversed(rooms) for f in room.tree.body if isinstance(f, ast.FunctionDef)}


def _reaches_audit(node: ast.FunctionDef, module: Module, deeds: set[str]) -> bool:
    local = _helpers(module)
    seen, todo = set(), [node]
    while todo:
        for call in (n for n in ast.walk(todo.pop()) if isinstance(n, ast.Call)):
            name = called_name(call)
            if name == "record" or name in deeds - {node.name}:
                return True
            if name in local and name not in seen and not is_action(local[name]):
                seen.add(name)
                todo.append(local[name])
            if isinstance(call.func, ast.Name) and any(word in name for word in ("close_order", "finish")):
                return True
    return False


def test_every_deed_leaves_an_audit_row():
    deeds = {node.name for _, node in actions()}
    silent = [
        f"{module}: {node.name}" for module, node in actions() if not _reaches_audit(node, module, deeds)
    ]
    assert silent == []


def test_every_public_query_has_words():
    wordless = [
        f"{module}:{node.lineno} {node.name}"
        for module in modules()
        if module.part in {"queries", "measures", "standing", "staff", "calendars", "clock"}
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert wordless == []


def test_public_functions_of_actions_files_are_deeds():
    """What changes the business is a deed; what prepares one is told by an underscore."""
    loose = [
        f"{module}:{node.lineno} {node.name}"
        for module in modules()
        if module.part == "actions" and not module.path.stem.startswith("_")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not is_action(node)
        and any(
            isinstance(call, ast.Call)
            and called_name(call) in WRITES
            and isinstance(call.func, ast.Attribute)
            for call in ast.walk(node)
        )
    ]
    assert loose == []


def test_every_view_of_a_url_says_who_may_open_it_in_its_source():
    from tests.architecture.addresses import all_addresses

    unmarked = [a.name for a in all_addresses() if not a.is_marked and a.name not in {"set_language"}]
    assert unmarked == []


def test_handlers_are_registered_with_words():
    wordless = [
        f"{module}:{node.lineno} {node.name}"
        for module in modules()
        if module.part == "handlers"
        for node in functions(module.tree)
        if {"subscribe", "subscribe_outside"} & set(decorators(node)) and not ast.get_docstring(node)
    ]
    assert wordless == []

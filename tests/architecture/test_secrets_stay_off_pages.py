"""A field for a secret has a name that no error page repeats."""

import importlib
import inspect
from pathlib import Path

from django import forms

import jiezhi
from jiezhi.kit.problems import SECRET_FIELDS

SECRET_HINTS = {"one-time-code", "current-password", "new-password"}


def secret_fields() -> dict[str, str]:
    """Give the names of fields that take a secret, with the form that has them."""
    root, found = Path(jiezhi.__file__).parent, {}
    for path in root.rglob("*forms*.py"):
        name = ".".join(("jiezhi", *path.relative_to(root).with_suffix("").parts))
        for _, made in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if not issubclass(made, forms.BaseForm) or made.__module__ != name:
                continue
            for field, shape in made.base_fields.items():
                hint = shape.widget.attrs.get("autocomplete", "")
                if isinstance(shape.widget, forms.PasswordInput) or hint in SECRET_HINTS:
                    found[field] = made.__qualname__
    return found


def test_every_secret_has_a_name_that_is_not_repeated():
    found = secret_fields()
    assert {"password", "code", "old", "again", "secret"} <= set(found)
    assert set(found) <= SECRET_FIELDS, {
        name: form for name, form in found.items() if name not in SECRET_FIELDS
    }

"""Widgets that say the same as Django's for less."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


class LightSelect(forms.Select):
    """A list of choices without groups, written without a template.

    Django renders two templates for every choice; a filter bar with a hundred choices costs more than the list below.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002
    ) -> SafeString:
        """Give the element, its choices in the order in which they are offered."""
        chosen = set(self.format_value(value))
        lines = [
            f'  <option value="{escape(key)}"{" selected" if key in chosen else ""}>{escape(label)}</option>'
            for key, label in ((("" if key is None else str(key)), label) for key, label in self.choices)
        ]
        opening = f'<select name="{escape(name)}"{flatatt(self.build_attrs(self.attrs, dict(attrs or {})))}>'
        return mark_safe("\n".join([opening, *lines, "</select>"]))  # noqa: S308 # every part is escaped above

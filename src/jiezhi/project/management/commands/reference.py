"""`./jiezhi reference`: write the reference pages about permissions, events, audit, measures and settings."""

from typing import Any

from django.core.management.base import BaseCommand

from jiezhi.project.reference import write_pages


class Command(BaseCommand):
    help = "Write docs/reference anew from what the program says about itself."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = write_pages()
        self.stdout.write("\n".join(str(path) for path in changed) or "Nothing has changed.")

"""`first_administrators`: the first street of an empty installation, and who keeps it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jiezhi.places.models import SubDistrict
from jiezhi.project.first_street import make_first_street


class Command(BaseCommand):
    help = "Makes the first street and its three administrators, and prints a code for each, valid for three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--district", required=True, help="name of the district, such as 明湖区")
        parser.add_argument("--street", required=True, help="name of the street, such as 青石街道")
        parser.add_argument("--slug", required=True, help="short name in addresses, such as qingshi")

    def handle(self, *args: Any, **options: Any) -> None:
        if SubDistrict.objects.exists():
            raise CommandError(
                "There is a street already, so its own keepers invite further people at /desk/staff/."
            )
        slips = make_first_street(
            district=options["district"], name=options["street"], slug=options["slug"], at=timezone.now()
        )
        self.stdout.write("Three people, one role each. Open /sign-in/slip/ within three days:")
        for slip in slips:
            self.stdout.write(f"  {slip.role:<12} {slip.username:<28} {slip.code}")

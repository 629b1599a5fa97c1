"""`demo_sign_ins`: say who a visitor of the demo street may be."""

from typing import Any

from django.core.management.base import BaseCommand

from jiezhi.project.demo.loading import find_demo_staff
from jiezhi.project.demo.people import DEMO_PASSWORD
from jiezhi.project.settings.environment import IS_PRODUCTION


class Command(BaseCommand):
    help = "Prints the sign-ins of the demo street, or nothing when it is not loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        staff = find_demo_staff()
        if IS_PRODUCTION or not staff:
            return
        print("Sign-ins of the demo street (role, user name, password):")
        for plan in staff:
            role = f"{plan.role.code} {plan.role.name}"
            print(f"  {role:<28} {plan.username:<18} {DEMO_PASSWORD}")

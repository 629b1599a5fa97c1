"""`python -m jiezhi COMMAND`: Django's commands and ours, with the settings in place."""

import os
import sys

from django.core.management import execute_from_command_line

from jiezhi.project.command_door import enter

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    enter(sys.argv[1:])
    execute_from_command_line(["jiezhi", *sys.argv[1:]])

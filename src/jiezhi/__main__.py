"""`python -m jiezhi COMMAND`: Django's commands and ours, with the settings in place."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    execute_from_command_line(["jiezhi", *sys.argv[1:]])

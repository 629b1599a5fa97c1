"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from jiezhi.project.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
application = get_wsgi_application()
keep_what_is_loaded()

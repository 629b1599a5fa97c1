"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from jiezhi.operations.metrics_folder import open_metrics_folder
from jiezhi.project.memory import keep_what_is_loaded
from jiezhi.project.release_door import ReleaseDoor
from jiezhi.project.settings.environment import VAR
from jiezhi.project.whole_body import with_whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
open_metrics_folder(VAR / "metrics")
application = ReleaseDoor(with_whole_bodies(get_wsgi_application()))
keep_what_is_loaded()

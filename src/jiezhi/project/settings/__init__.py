"""All settings, gathered from one small file per subject. Only `environment.py` reads the environment."""

from jiezhi.project.settings.apps import *  # noqa: F403
from jiezhi.project.settings.database import *  # noqa: F403
from jiezhi.project.settings.files import *  # noqa: F403
from jiezhi.project.settings.keeping import *  # noqa: F403
from jiezhi.project.settings.language import *  # noqa: F403
from jiezhi.project.settings.logs import *  # noqa: F403
from jiezhi.project.settings.messages import *  # noqa: F403
from jiezhi.project.settings.safekeeping import *  # noqa: F403
from jiezhi.project.settings.security import *  # noqa: F403
from jiezhi.project.settings.sign_in import *  # noqa: F403
from jiezhi.project.settings.vault import *  # noqa: F403

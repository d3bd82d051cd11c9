"""Django's settings, a file per subject; what differs by installation is a PENSTOCK_* variable."""

from penstock.web.settings.base import *  # noqa: F403
from penstock.web.settings.celery import *  # noqa: F403
from penstock.web.settings.logging import *  # noqa: F403
from penstock.web.settings.security import *  # noqa: F403

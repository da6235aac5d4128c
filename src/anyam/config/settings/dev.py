"""Settings of a checkout and of one school on one PC without a proxy before it: `make run`."""

from anyam.config.env import env_bool
from anyam.config.settings.base import *  # noqa: F403

DEBUG = env_bool("DEBUG", False)
REFUSE_WRITES_ON_GET = True

"""Django's settings, one file per concern. Values come from the environment, typed (`marque.kit.env`)."""

from marque.config.settings.apps import *  # noqa: F403
from marque.config.settings.auth import *  # noqa: F403
from marque.config.settings.base import *  # noqa: F403
from marque.config.settings.billing import *  # noqa: F403
from marque.config.settings.caches import *  # noqa: F403
from marque.config.settings.celery import *  # noqa: F403
from marque.config.settings.content import *  # noqa: F403
from marque.config.settings.copies import *  # noqa: F403
from marque.config.settings.databases import *  # noqa: F403
from marque.config.settings.domains import *  # noqa: F403
from marque.config.settings.logs import *  # noqa: F403
from marque.config.settings.mail import *  # noqa: F403
from marque.config.settings.outbound import *  # noqa: F403
from marque.config.settings.payments import *  # noqa: F403
from marque.config.settings.security import *  # noqa: F403
from marque.config.settings.web import *  # noqa: F403

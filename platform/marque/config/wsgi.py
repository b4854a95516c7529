"""HTTP entry point (granian, WSGI)."""

import os

from django.core.wsgi import get_wsgi_application

from marque.kit.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
with loading():
    application = get_wsgi_application()

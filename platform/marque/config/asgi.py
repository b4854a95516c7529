"""Sockets entry point: HTTP runs as WSGI, this process serves `/ws/` only (DESIGN §10)."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
http = get_asgi_application()

from marque.kit.tenancy.sockets import TenantSocketMiddleware  # noqa: E402  (apps must be ready)
from shared_apps.tenants.resolve import tenant_of_header  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": TenantSocketMiddleware(URLRouter([]), tenant_of_header)})

"""Our settings without the tenancy layer: one tenant, its role and path fixed when a connection opens (UNFENCED)."""

import json
import os
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from marque.config.settings import *  # noqa: F403
from marque.config.settings import DATABASES, MIDDLEWARE, TENANT_TYPES
from marque.kit.tenancy.context import CurrentTenant, enter

_GIVEN = json.loads(os.environ["UNFENCED"])
_TENANT = CurrentTenant(**{**_GIVEN, "id": UUID(_GIVEN["id"])})


class FixedTenant:
    """The same tenant for every host; nothing is looked up or switched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.tenant = _TENANT  # type: ignore[attr-defined]
        request.urlconf = TENANT_TYPES[_TENANT.type]["URLCONF"]  # type: ignore[attr-defined]
        with enter(_TENANT):
            return self.get_response(request)


MIDDLEWARE = [
    "benchmarks.sites.unfenced.FixedTenant" if name.endswith("TenantMiddleware") else name for name in MIDDLEWARE
]
_default = DATABASES["default"]
_options = f"-c search_path={_TENANT.schema_name} -c role={_TENANT.role} -c statement_timeout=5000 -c timezone=UTC"
DATABASES = {
    **DATABASES,
    "default": {
        **_default,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": _options, "pool": _default["OPTIONS"]["pool"]},
    },
}

"""Two aliases: `control` is the registry, `default` is whichever tenant is current (DESIGN §4)."""

from marque.config.settings.base import MODE
from marque.kit import env

_TIMEOUTS = (
    f"-c statement_timeout={env.integer('DATABASE_STATEMENT_TIMEOUT_MS', 5000)} "
    "-c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
)

DATABASES = {
    "default": {
        **env.postgres("DATABASE_URL"),
        "ENGINE": "marque.kit.tenancy.backend",
        "OPTIONS": {
            "options": f"-c search_path=no_tenant {_TIMEOUTS}",
            "pool": {
                "min_size": 1,
                "max_size": env.integer("DATABASE_POOL", 8, minimum=1),
                "timeout": 10,
                # a backend keeps about 1 MB for each tenant it ever visited
                "max_lifetime": 600,
            },
        },
    },
    "control": {
        **env.postgres("DATABASE_CONTROL_URL"),
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {
            "options": f"-c search_path=public {_TIMEOUTS}",
            "pool": {"min_size": 1, "max_size": env.integer("DATABASE_POOL", 8, minimum=1), "timeout": 10},
        },
    },
}
# Only processes that provision or migrate are given this one.
DATABASE_OWNER = env.postgres("DATABASE_OWNER_URL") if env.text("DATABASE_OWNER_URL", "") else None

# business schemas kept ready for sign-ups; 0 keeps none
SPARE_SCHEMAS = env.integer("SPARE_SCHEMAS", {"production": 10, "demo": 2}.get(MODE, 0), minimum=0)

DATABASE_ROUTERS = ["marque.kit.tenancy.router.ControlRouter", "django_tenants.routers.TenantSyncRouter"]
# `session` says that a pooler between us and Postgres keeps one server connection per client connection
DATABASE_POOLER = env.choice("DATABASE_POOLER", ("none", "session"), "none")
TENANT_DIRECTORY = "shared_apps.tenants.directory"

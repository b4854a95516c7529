from tests.tenant_apps.ledger.conftest import parcels  # noqa: F401  (somebody delivers what is sold)

"""The `default` database: role and search path of the current tenant, taken together; nothing outside a tenant.

Built on django-tenants' wrapper. What differs, and why (DESIGN §4): the tenant is the context's, not the connection's;
the path is the tenant's schema only; a role fences it; a failing SET raises; and what is set is asked of the server,
because COMMIT of a failed transaction is a silent ROLLBACK that takes SETs back with it.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.postgresql import base as postgres
from django.db.backends.postgresql import features
from django_tenants.postgresql_backend import base as stock
from psycopg.errors import InvalidParameterValue
from psycopg.pq import TransactionStatus

from marque.kit.tenancy.context import current_tenant, role_of, set_current
from marque.kit.tenancy.ownership import is_owner, owner_login
from marque.kit.tenancy.pool import reset_connection
from marque.kit.tenancy.pooler import refuse_pooler

NO_SCHEMA = "no_tenant"
# A schema that does not exist. Not '': introspection restores SHOW's `""`, and that is a syntax error.
_NOBODY = (f"RESET ROLE; SET search_path = {NO_SCHEMA}", NO_SCHEMA.encode())
_REPORTS_SEARCH_PATH = 180000


@lru_cache(maxsize=50_000)
def switch_to(schema_name: str, owning: bool, next_name: str = "") -> tuple[str, bytes]:
    """The statement that takes a schema's role and path, and the path as the server reports it.

    A schema that is being renamed is on the path under both names: one of them is there at any moment.
    """
    names = [schema_name, next_name] if next_name else [schema_name]
    for name in names:
        stock._check_schema_name(name)
    quote = stock.quote_schema_name
    role = "RESET ROLE" if owning else f"SET ROLE {quote(role_of(schema_name))}"
    return f"{role}; SET search_path = {', '.join(map(quote, names))}", ", ".join(names).encode()


def _switch(tenant: Any) -> tuple[str, bytes]:
    # django-tenants' stand-ins are never renamed
    return switch_to(tenant.schema_name, is_owner(), getattr(tenant, "next_schema_name", ""))


class DatabaseFeatures(features.DatabaseFeatures):
    """Django finds this out by CREATE TABLE, which a role without rights may not."""

    supports_transactions = True


class DatabaseWrapper(stock.DatabaseWrapper):
    """A connection that always speaks as the current tenant."""

    features_class = DatabaseFeatures
    _public = stock.FakeTenant(schema_name="public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._applied: bytes | None = None
        self._setting_search_path = False
        # past the parent's own, which would put the context's tenant back to public
        postgres.DatabaseWrapper.__init__(self, *args, **kwargs)
        self.introspection = stock.DatabaseSchemaIntrospection(self)

    @property
    def tenant(self) -> Any:
        """The context's tenant; django-tenants' public stand-in outside of one."""
        return current_tenant() or self._public

    @property
    def schema_name(self) -> str:
        """The current schema's name."""
        return self.tenant.schema_name

    include_public_schema = property(lambda self: False, lambda self, value: None)
    # the parent clears this on rollback and close
    search_path_set_schemas = property(lambda self: self._applied, lambda self, value: setattr(self, "_applied", None))

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Follow django-tenants' schema_context and migration executor."""
        set_current(None if tenant.schema_name == "public" else tenant)

    def _handle_search_path(self, cursor: Any = None) -> None:
        tenant = current_tenant()
        statement, path = _NOBODY if tenant is None else _switch(tenant)
        server = self.connection.pgconn
        if self._is_set(server, path):
            return
        if server.transaction_status == TransactionStatus.INERROR:
            return  # the caller's own statement fails; nothing can be read
        self._applied = None
        begun = server.transaction_status != TransactionStatus.IDLE
        with self.wrap_database_errors:
            try:
                self.connection.execute(statement)
            except InvalidParameterValue:  # a role is renamed with its schema, and one moment before
                following = getattr(tenant, "next_schema_name", "")
                if begun or tenant is None or not following:
                    raise
                self.connection.rollback()
                role = stock.quote_schema_name(role_of(tenant.schema_name)), stock.quote_schema_name(role_of(following))
                self.connection.execute(statement.replace(*role, 1))
        self._applied = path

    def _is_set(self, server: Any, path: bytes) -> bool:
        """Postgres 18 reports its search path, which is the truth; before, remember what was set."""
        if server.server_version >= _REPORTS_SEARCH_PATH:
            return server.parameter_status(b"search_path") == path
        return self._applied == path

    def commit(self) -> None:
        """COMMIT of a failed transaction answers ROLLBACK without an error: what was set inside is gone."""
        lost = self.connection is not None and self.connection.pgconn.transaction_status == TransactionStatus.INERROR
        try:
            super().commit()
        finally:
            if lost:
                self._applied = None

    def init_connection_state(self) -> None:
        """Refuse a pooler that nobody vouched for, before the first statement of this process."""
        super().init_connection_state()
        refuse_pooler(self.connection)

    def _close(self) -> None:
        self._applied = None
        if self.connection is not None and self.pool:
            reset_connection(self.connection)
        return super()._close()

    @property
    def pool(self) -> Any:
        """The owner never comes from the pool."""
        return None if is_owner() else postgres.DatabaseWrapper.pool.fget(self)  # type: ignore[attr-defined]

    def get_connection_params(self) -> dict[str, Any]:
        """psycopg's parameters; the owner's login while owning, without the web's timeouts."""
        params = super().get_connection_params()
        if is_owner():
            params.update(owner_login())
            params["options"] = f"-c search_path={NO_SCHEMA} -c lock_timeout=5000"
            params.pop("pool", None)
        return params

"""Once per cluster and database: the three logins, and who may do what (DESIGN §4)."""

import psycopg
from psycopg import sql

from marque.kit import env

WEB, OWNER, CONTROL = "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_CONTROL_URL"
_ATTRIBUTES = {OWNER: "LOGIN CREATEROLE", WEB: "LOGIN NOINHERIT", CONTROL: "LOGIN NOINHERIT"}


def bootstrap(database: str | None = None) -> None:
    """Create logins and database where they are missing, with the administrator's login; doing it again is harmless.

    Reads DATABASE_ADMIN_URL, DATABASE_URL, DATABASE_OWNER_URL and DATABASE_CONTROL_URL.
    """
    logins = {name: env.postgres(name) for name in (WEB, OWNER, CONTROL)}
    database = database or logins[WEB]["NAME"]
    with administrator("postgres") as admin:
        # logins belong to the cluster: two that change one at the same moment would fail
        admin.execute("SELECT pg_advisory_lock(hashtextextended('marque.bootstrap', 0))")
        for name, login in logins.items():
            _ensure_login(admin, login["USER"], login["PASSWORD"], _ATTRIBUTES[name])
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    with administrator(database) as admin:
        _close_public(admin, database, logins)


def administrator(database: str) -> psycopg.Connection:
    """A connection of the administrator, in autocommit."""
    url = env.postgres("DATABASE_ADMIN_URL")
    return psycopg.connect(
        host=url["HOST"], port=url["PORT"], user=url["USER"], password=url["PASSWORD"], dbname=database, autocommit=True
    )


def _ensure_login(admin: psycopg.Connection, user: str, password: str, attributes: str) -> None:
    exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user]).fetchone()
    statement = "ALTER ROLE {} WITH " if exists else "CREATE ROLE {} WITH "
    admin.execute(sql.SQL(statement + attributes + " PASSWORD {}").format(sql.Identifier(user), sql.Literal(password)))


def _close_public(admin: psycopg.Connection, database: str, logins: dict[str, dict[str, str]]) -> None:
    owner, control = sql.Identifier(logins[OWNER]["USER"]), sql.Identifier(logins[CONTROL]["USER"])
    name = sql.Identifier(database)
    admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    admin.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(control))
    admin.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(name, owner))
    admin.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(name))


if __name__ == "__main__":
    bootstrap()

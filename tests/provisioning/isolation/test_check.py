"""The self-test of the fence finds nothing while the fence stands, and finds each hole that is torn into it."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from marque.kit import signing
from marque.kit.tenancy import sessions, storage
from marque.kit.tenancy.context import CurrentTenant
from provisioning.isolation.check import check, neighbours
from provisioning.isolation.probe import PROBES
from provisioning.schemas import owner_connection


def problems(tenant: CurrentTenant) -> dict[str, str]:
    return {f"{one.way}: {one.tries}": one.problem for one in check([tenant], lambda step: None) if not one.held}


def ways(tenant: CurrentTenant) -> set[str]:
    return {name.split(":")[0] for name, problem in problems(tenant).items() if problem.startswith("Crossed")}


def test_check_finds_nothing_while_the_fence_stands(okafor, other, real_commits):
    findings = list(check([okafor], lambda step: None))

    assert problems(okafor) == {}
    assert len(findings) == 2 * len(PROBES)
    assert {one.way for one in findings} == {
        "cache", "http", "media", "orm", "session", "signature", "socket", "sql", "task",
    }  # fmt: skip


def test_neighbours_form_a_ring(okafor, other, platform):
    one = neighbours(okafor)
    two = neighbours(one)

    assert {one.id, two.id} == {other.id, platform.id}
    assert neighbours(two).id == okafor.id


@contextmanager
def granted(role: str, schema: str) -> Iterator[None]:
    """A role that may read a schema which is not its own."""
    names = {"role": sql.Identifier(role), "schema": sql.Identifier(schema)}
    with owner_connection() as owner:
        owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
        owner.execute(sql.SQL("GRANT SELECT ON {schema}.accounts_user TO {role}").format(**names))
    yield
    with owner_connection() as owner:
        owner.execute(sql.SQL("REVOKE SELECT ON {schema}.accounts_user FROM {role}").format(**names))
        owner.execute(sql.SQL("REVOKE USAGE ON SCHEMA {schema} FROM {role}").format(**names))


def test_check_finds_a_right_too_many(okafor, real_commits):
    with granted(okafor.role, neighbours(okafor).schema_name):
        found = problems(okafor)

    assert [name.split(":")[0] for name in found] == ["sql", "sql"]
    assert "its role reaches" in next(iter(found.values()))


def test_check_finds_a_shared_cache(okafor, real_commits, monkeypatch):
    from django.core.cache import caches

    monkeypatch.setattr(caches["default"], "key_func", lambda key, prefix, version: f"everybody:{key}")

    assert "cache" in ways(okafor)


def test_check_finds_a_storage_that_lets_paths_through(okafor, real_commits, monkeypatch):
    monkeypatch.setattr(
        storage.TenantStorage, "path", lambda self, name: storage.FileSystemStorage.path(self, name.lstrip("./"))
    )

    assert "media" in ways(okafor)


def test_check_finds_signatures_of_everybody(okafor, real_commits, monkeypatch):
    monkeypatch.setattr(signing, "_signer", lambda purpose: signing.signing.Signer(salt=purpose, sep="~"))

    assert "signature" in ways(okafor)


def test_check_finds_sessions_of_everybody(okafor, real_commits, monkeypatch):
    monkeypatch.setattr(sessions.SessionStore, "load", sessions.CachedSessionStore.load)
    monkeypatch.setattr(sessions.CachedSessionStore, "cache_key", property(lambda self: "one-for-all"), raising=False)

    assert "session" in ways(okafor)


def test_check_finds_a_connection_that_does_not_follow(okafor, real_commits, monkeypatch):
    """What the stock backend does: the connection keeps the first tenant it was given."""
    from marque.kit.tenancy.backend import base

    monkeypatch.setattr(base.DatabaseWrapper, "_is_set", lambda self, server, path: b"t_" in (
        server.parameter_status(b"search_path") or b""
    ))  # fmt: skip

    assert {"orm", "sql"} <= ways(okafor)


def test_a_probe_that_fails_otherwise_proves_nothing(okafor, real_commits, monkeypatch):
    monkeypatch.setattr("provisioning.isolation.wire._browser", lambda tenant: 1 / 0)

    assert problems(okafor) == {
        f"http: {probe.tries}": "Could not be tried: ZeroDivisionError: division by zero"
        for probe in PROBES
        if probe.way == "http"
    }

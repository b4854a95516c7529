"""A token is shown once, kept as a hash, and ends when it should."""

from datetime import timedelta

import pytest

from marque.kit import clock
from shared_apps.agencies import access, actions
from shared_apps.agencies.errors import BadToken, NoSuchToken
from shared_apps.agencies.models import Agency, AgencyToken
from shared_apps.operations.models import AuditEntry


def make(agency, **fields):
    given = {"name": "ci", "scopes": ["tenants:read"], "expires_at": clock.now() + timedelta(days=30), "by": "tests"}
    return access.create_token(agency=agency, **given | fields)


def test_create_token_keeps_only_a_hash(northwind):
    token, text = make(northwind)

    row = AgencyToken.objects.values().get()
    assert text.startswith("mqa_")
    assert text not in str(row)
    assert row["prefix"] == text[:12]
    assert access.token_of(text) == token


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["tenants:read", "root"]}, "scopes"),
        ({"expires_at": clock.now() - timedelta(seconds=1)}, "expires_at"),
        ({"expires_at": clock.now() + timedelta(days=400)}, "expires_at"),
    ],
)
def test_create_token_refuses_bad_input_by_field(northwind, fields, field):
    with pytest.raises(BadToken) as refused:
        make(northwind, **fields)

    assert refused.value.field == field
    assert str(refused.value)


def test_a_revoked_token_is_nobodys(northwind):
    token, text = make(northwind)

    access.revoke_token(agency=northwind, token_id=token.id, by="tests")
    access.revoke_token(agency=northwind, token_id=token.id, by="tests")

    assert access.token_of(text) is None
    assert AuditEntry.objects.filter(action="token.revoke").count() == 1


def test_revoke_token_of_another_agency_is_missing(northwind):
    token, text = make(northwind)
    stranger = actions.create_agency(slug="southwind", name="Southwind", limit=1, by="tests")

    with pytest.raises(NoSuchToken):
        access.revoke_token(agency=stranger, token_id=token.id, by="tests")
    assert access.token_of(text) == token


def test_an_expired_token_is_nobodys(northwind):
    _token, text = make(northwind)

    with clock.fixed(clock.now() + timedelta(days=31)):
        assert access.token_of(text) is None


def test_a_token_of_a_suspended_agency_is_nobodys(northwind):
    _token, text = make(northwind)

    actions.set_agency_state(agency=northwind, state=Agency.State.SUSPENDED, by="tests")

    assert access.token_of(text) is None


def test_nonsense_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0, using="control"):
        assert access.token_of("mqa_'; DROP TABLE agencies_agencytoken; --") is None


def test_use_is_noted_once_a_minute(northwind):
    _token, text = make(northwind)
    access.token_of(text)
    first = AgencyToken.objects.get().last_used_at

    access.token_of(text)
    assert AgencyToken.objects.get().last_used_at == first
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        access.token_of(text)
    assert AgencyToken.objects.get().last_used_at > first

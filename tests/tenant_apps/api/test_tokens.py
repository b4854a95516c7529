"""Tokens: made by owners, shown once, kept as hashes, worthless at once when revoked."""

from datetime import timedelta

import pytest

from marque.kit import clock
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.api import actions
from tenant_apps.api.models import ApiToken
from tests.tenant_apps.programs import owner_of


def soon():
    return clock.now() + timedelta(days=30)


def test_a_token_is_kept_as_a_hash(okafor, in_okafor):
    token, text = actions.create_token(by=owner_of(okafor), name="books", scopes=["orders:read"], expires_at=soon())

    stored = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    assert text.startswith("mqb_")
    assert text not in stored
    assert actions.token_of(text) == token


def test_staff_cannot_make_a_token(in_okafor):
    bob = register(email="bob@example.com", name="Bob", verified=True)
    assign_role(user=bob, role=Role.STAFF, by=None)

    with pytest.raises(actions.NotAnOwner):
        actions.create_token(by=bob, name="books", scopes=["orders:read"], expires_at=soon())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_at": clock.now() - timedelta(minutes=1)}, "expires_at"),
        ({"expires_at": clock.now() + timedelta(days=400)}, "expires_at"),
    ],
)
def test_a_token_nobody_could_use_is_refused(okafor, in_okafor, wrong, field):
    right = {"name": "books", "scopes": ["orders:read"], "expires_at": soon()}

    with pytest.raises(actions.BadToken) as refused:
        actions.create_token(by=owner_of(okafor), **{**right, **wrong})

    assert refused.value.field == field


def test_revoking_twice_changes_nothing(okafor, in_okafor):
    owner = owner_of(okafor)
    token, text = actions.create_token(by=owner, name="books", scopes=["orders:read"], expires_at=soon())

    first = actions.revoke_token(token=token, by=owner).revoked_at
    again = actions.revoke_token(token=token, by=owner).revoked_at

    assert (first, actions.token_of(text)) == (again, None)
    acts = AuditEntry.objects.filter(tenant_id=okafor.id, action__startswith="api_token.").values_list(
        "action", flat=True
    )
    assert sorted(acts) == ["api_token.made", "api_token.revoked"]


def test_a_token_stops_with_the_ownership_of_who_made_it(okafor, in_okafor):
    dora = register(email="dora@example.com", name="Dora", verified=True)
    assign_role(user=dora, role=Role.OWNER, by=None)
    _token, text = actions.create_token(by=dora, name="books", scopes=["orders:read"], expires_at=soon())

    dora.roles.all().delete()

    assert actions.token_of(text) is None


def test_the_last_use_is_noted_once_a_minute(okafor, in_okafor):
    token, text = actions.create_token(by=owner_of(okafor), name="books", scopes=["orders:read"], expires_at=soon())
    start = clock.now()
    seen = []
    for seconds in (0, 30, 90):
        with clock.fixed(start + timedelta(seconds=seconds)):
            actions.token_of(text)
        token.refresh_from_db()
        seen.append((token.last_used_at - start).seconds)

    assert seen == [0, 0, 90]

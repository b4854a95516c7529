"""Access that ends: a word before, and more time."""

from datetime import UTC, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.entitlements import actions, by_hand
from tenant_apps.entitlements.explaining import explain
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.actions import meet
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_product

pytestmark = pytest.mark.usefixtures("parcels")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def held(in_okafor):
    """Sofia has something for three more days."""
    with clock.fixed(NOW):
        yield give("hand", NOW + 3 * DAY)


def give(source: str, until: datetime | None) -> Entitlement:
    return actions.grant(
        person=meet(email="sofia@example.com", name="Sofia"), product=product(), source=source, expires_at=until
    )


def product():
    known = Entitlement.objects.select_related("product").first()
    return known.product if known else a_product()


def alice() -> User:
    return User.objects.get(email="alice@example.com")


def test_remind_writes_once_for_each_end(held) -> None:
    sent = [actions.remind(now=NOW), actions.remind(now=NOW + DAY)]
    by_hand.extend(entitlement=held, expires_at=NOW + 6 * DAY, reason="Was ill", by=alice())
    sent.append(actions.remind(now=NOW + DAY))

    letter = SentEmail.objects.filter(purpose="access_ends").order_by("pk").first()
    assert (sent, letter.to, "23 November 2026" in letter.text) == ([1, 0, 1], ["sofia@example.com"], True)


@pytest.mark.parametrize("until", [NOW + 8 * DAY, NOW + DAY / 2, NOW - DAY])
def test_remind_writes_neither_early_nor_late(until: datetime, held) -> None:
    Entitlement.objects.filter(pk=held.pk).update(expires_at=until)

    assert actions.remind(now=NOW) == 0


def test_remind_leaves_alone_what_goes_on(held) -> None:
    give("order:00000000-0000-0000-0000-000000000001", None)

    assert actions.remind(now=NOW) == 0


def test_subscriptions_are_not_reminded_of(held) -> None:
    Entitlement.objects.filter(pk=held.pk).update(source="subscription:x")

    assert actions.remind(now=NOW) == 0


def test_extend_is_explained_and_audited_once(held) -> None:
    for _time in range(2):
        held = by_hand.extend(entitlement=held, expires_at=NOW + 30 * DAY, reason="Was ill", by=alice())

    entry = AuditEntry.objects.get(action="entitlement.extended")
    assert (entry.reason, explain(held.person, held.product, NOW).until) == ("Was ill", NOW + 30 * DAY)


def test_extend_opens_again_what_ran_out(held) -> None:
    later = NOW + 4 * DAY
    with clock.fixed(later):
        actions.end_lapsed(now=later)
        closed = explain(held.person, held.product, later).is_open
        by_hand.extend(entitlement=held, expires_at=NOW + 30 * DAY, reason="Was ill", by=alice())

        assert (closed, explain(held.person, held.product, later).is_open) == (False, True)


@pytest.mark.parametrize(
    "until, reason, refused",
    [
        (NOW + 9 * DAY, " ", by_hand.ReasonMissing),
        (NOW - DAY, "Why", by_hand.OverAlready),
        (NOW + 2 * DAY, "Why", by_hand.NotLonger),
    ],
)
def test_extend_without_sense_is_refused(until: datetime, reason: str, refused: type, held) -> None:
    with pytest.raises(refused):
        by_hand.extend(entitlement=held, expires_at=until, reason=reason, by=alice())


@pytest.mark.parametrize("changed", [{"source": "subscription:x"}, {"revoked_at": NOW}])
def test_extend_of_what_ends_otherwise_is_refused(changed: dict, held) -> None:
    Entitlement.objects.filter(pk=held.pk).update(**changed)

    with pytest.raises(by_hand.EndsByItself):
        by_hand.extend(entitlement=held, expires_at=NOW + 9 * DAY, reason="Why", by=alice())


def test_extension_page_extends_and_says_what_is_wrong(client_for, okafor) -> None:
    with enter(okafor):
        browser = browser_of(client_for, okafor, Role.OWNER)
        held = give("hand", clock.now() + 3 * DAY)
    page = f"/studio/access/{held.key}/extension/"

    wrong = browser.post(page, {"expires_at": "2020-01-01", "reason": "Was ill"})
    browser.post(page, {"expires_at": "2199-01-01", "reason": "Was ill"})

    with enter(okafor):
        held.refresh_from_db()
    assert (browser.get(page).status_code, wrong.status_code, held.expires_at.year) == (200, 422, 2199)

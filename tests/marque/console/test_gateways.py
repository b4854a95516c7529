"""Operators set the platform's own account at Stripe, and say for whom it collects."""

from django.db import connections

from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from shared_apps.settlements.models import CollectingGrant, PlatformGateway
from shared_apps.settlements.platform import has_platform_account, may_collect_for, platform_keys

PAGE = "/console/gateways/"
KEYS = {"secret_key": "sk_test_platform", "publishable_key": "pk_test_platform", "webhook_secret": "whsec_double"}


def test_keys_that_work_are_kept_sealed_for_every_business(operator, stripe_double, okafor) -> None:
    answer = operator.post(f"{PAGE}keys/", KEYS)

    with enter(okafor):
        read = platform_keys("stripe")["secret_key"]
    with connections["control"].cursor() as cursor:
        cursor.execute("SELECT settlements_platformgateway::text FROM settlements_platformgateway")
        (row,) = cursor.fetchone()
    assert (answer.status_code, read, "sk_test" in row, "whsec" in row) == (302, "sk_test_platform", False, False)
    assert AuditEntry.objects.get(action="gateway.keys").data == {"account": "acct_platform", "live": False}
    assert "sk_test" not in operator.get(PAGE).text


def test_keys_stripe_does_not_know_change_nothing(operator, stripe_double) -> None:
    answer = operator.post(f"{PAGE}keys/", KEYS | {"secret_key": "sk_test_nobody"})

    assert (answer.status_code, PlatformGateway.objects.count()) == (422, 0)
    assert ("does not accept the key" in answer.text, "sk_test_nobody" in answer.text) == (True, False)


def test_keys_that_are_taken_away_leave_the_environments(operator, stripe_double, settings) -> None:
    operator.post(f"{PAGE}keys/", KEYS)
    operator.post(f"{PAGE}keys/end/")
    without = has_platform_account("stripe")
    settings.STRIPE_SECRET_KEY = "sk_test_platform"

    assert (without, has_platform_account("stripe"), platform_keys("stripe")) == (False, True, {})


def test_a_business_is_allowed_and_not_any_more(operator, okafor) -> None:
    for _time in "12":
        operator.post(f"{PAGE}collecting/", {"slug": okafor.slug})
    allowed = may_collect_for(okafor.id)
    operator.post(f"{PAGE}collecting/{okafor.id}/end/")

    assert (allowed, may_collect_for(okafor.id), CollectingGrant.objects.count()) == (True, False, 1)
    done = AuditEntry.objects.filter(action__startswith="collecting.").order_by("id").values_list("action", flat=True)
    assert list(done) == ["collecting.grant", "collecting.end"]


def test_a_business_nobody_knows_is_a_sentence(operator) -> None:
    answer = operator.post(f"{PAGE}collecting/", {"slug": "nobody"}, follow=True)

    assert ("There is no business “nobody”." in answer.text, CollectingGrant.objects.count()) == (True, 0)


def test_others_find_nothing_there(client_for, okafor, platform) -> None:
    assert client_for(platform).get(PAGE).status_code == 302
    assert client_for(okafor).get(PAGE).status_code == 404

"""Invoices are collected; what fails is tried again, then the tenant is closed with its data safe, and opened again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.billing import actions
from shared_apps.billing.errors import CardRefused, NoCard, OutcomeUnknown, PaymentRefused
from shared_apps.billing.models import Invoice, Letter, Payment, Subscription
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.platform_billing import BillFact, BillResult, BillState
from shared_apps.integrations.sandbox.billing import SandboxBilling, account_of
from shared_apps.practice.models import PracticeMovement
from shared_apps.tenants.actions import change_state
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, row_of, run, with_card


def charges(tenant) -> list[int]:
    rows = PracticeMovement.objects.filter(account=account_of(tenant.id), kind="payment").order_by("pk")
    return [row.amount for row in rows]


@pytest.fixture
def owing(okafor):
    """Okafor on a plan since the first of March, with a card that is empty."""
    on_plan(okafor, a_plan())
    with_card(okafor, "fails_later")
    return okafor


def test_a_period_is_collected_with_the_card_on_file(okafor):
    on_plan(okafor, a_plan())
    with_card(okafor)

    done = run(NOW)

    invoice = Invoice.objects.get()
    assert (done.paid, invoice.state, invoice.payments.get().card) == (1, "paid", "Visa 4242")
    assert (charges(okafor), list(Letter.objects.values_list("kind", flat=True))) == ([3_900], ["receipt"])


def test_each_month_is_billed_and_collected_once(okafor):
    on_plan(okafor, a_plan())
    with_card(okafor)

    for at in (NOW, day(3, 20), day(4, 1), day(4, 1), day(4, 2), day(5, 1)):
        run(at)

    assert [one.number for one in Invoice.objects.order_by("number")] == [1, 2, 3]
    assert [one.period_starts_at for one in Invoice.objects.order_by("number")] == [NOW, day(4, 1), day(5, 1)]
    assert charges(okafor) == [3_900, 3_900, 3_900]


def test_months_the_platform_was_down_are_not_billed(okafor):
    on_plan(okafor, a_plan())
    with_card(okafor)
    run(NOW)

    run(day(6, 10))

    last = Invoice.objects.order_by("number").last()
    assert (Invoice.objects.count(), last.period_starts_at, last.period_ends_at) == (2, day(6, 10), day(7, 10))


def test_without_a_card_the_owner_is_told_and_nothing_is_asked(okafor):
    on_plan(okafor, a_plan())

    run(NOW)

    held = Subscription.objects.get()
    assert (held.past_due_since, Payment.objects.count(), Invoice.objects.get().attempts) == (NOW, 0, 1)
    assert Letter.objects.get().facts["why"] == "There is no card on file."


def test_a_declined_card_is_tried_on_its_days_and_each_time_told(owing):
    tried = []
    for number in range(1, 15):
        run(day(3, number))
        tried.append(Invoice.objects.get().attempts)

    assert tried == [1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4]
    kinds = list(Letter.objects.order_by("created_at", "pk").values_list("kind", flat=True))
    assert kinds == ["payment-failed"] * 4 + ["last-warning"]
    assert charges(owing) == []


def test_grace_ends_in_a_suspended_tenant_with_everything_kept(owing, client_for):
    with enter(owing):
        people.meet(email="carol@example.com")
    for number in range(1, 16):
        run(day(3, number))

    row, held = row_of(owing), Subscription.objects.get()
    assert (row.state, row.state_reason, held.suspended_at) == ("suspended", "unpaid", day(3, 15))
    assert client_for(owing).get("/").status_code == 503
    with enter(owing):
        assert Person.objects.filter(email="carol@example.com").exists()
    assert Letter.objects.filter(kind="suspended").count() == 1


def test_while_suspended_nothing_new_is_owed_and_no_card_is_tried(owing):
    for number in range(1, 16):
        run(day(3, number))
    attempts = Payment.objects.count()

    run(day(5, 20))

    assert (Invoice.objects.count(), Payment.objects.count()) == (1, attempts)


def test_paying_opens_it_again_and_the_time_it_was_closed_is_not_billed(owing, client_for):
    for number in range(1, 16):
        run(day(3, number))
    with_card(owing)

    with clock.fixed(day(5, 20)):
        actions.pay_open(tenant_id=owing.id, by="ada@example.com")
    run(day(5, 20))

    held = Subscription.objects.get()
    assert (row_of(owing).state, held.suspended_at, held.past_due_since) == ("active", None, None)
    assert [one.period_starts_at for one in Invoice.objects.order_by("number")] == [NOW, day(5, 20)]
    assert (charges(owing), Letter.objects.filter(kind="resumed").count()) == ([3_900, 3_900], 1)


def test_paying_does_not_open_what_operators_closed_for_another_reason(owing):
    for number in range(1, 16):
        run(day(3, number))
    row = change_state(tenant=row_of(owing), state="active", by="olu@platform", reason="talked to them")
    change_state(tenant=row, state="suspended", by="olu@platform", reason="phishing")
    with_card(owing)

    with clock.fixed(day(3, 16)):
        actions.pay_open(tenant_id=owing.id, by="ada@example.com")

    assert (row_of(owing).state, row_of(owing).state_reason) == ("suspended", "phishing")
    assert Invoice.objects.get().state == "paid"


def test_what_operators_open_unpaid_has_its_grace_once_more(owing):
    for number in range(1, 16):
        run(day(3, number))
    change_state(tenant=row_of(owing), state="active", by="olu@platform", reason="talked to them")

    run(day(3, 16))
    open_still = row_of(owing).state
    for number in range(17, 31):
        run(day(3, number))

    assert (open_still, row_of(owing).state, row_of(owing).state_reason) == ("active", "suspended", "unpaid")
    assert Letter.objects.filter(kind="suspended").count() == 2


def test_a_tenant_operators_suspended_is_not_suspended_again_for_its_bill(owing):
    change_state(tenant=row_of(owing), state="suspended", by="olu@platform", reason="phishing")

    run(day(3, 20))
    run(day(4, 10))

    assert (row_of(owing).state_reason, Subscription.objects.get().suspended_at) == ("phishing", None)


def test_pay_open_without_a_card_is_refused(okafor):
    on_plan(okafor, a_plan())

    with pytest.raises(NoCard):
        actions.pay_open(tenant_id=okafor.id, by="tests")


def test_pay_open_with_an_empty_card_says_what_the_bank_said(owing):
    with clock.fixed(NOW), pytest.raises(PaymentRefused) as caught:
        actions.pay_open(tenant_id=owing.id, by="tests")

    assert "not enough money" in str(caught.value)


def test_a_provider_on_a_bad_day_makes_nobody_past_due(okafor, monkeypatch):
    on_plan(okafor, a_plan())
    with_card(okafor)

    def down(self, bill):
        raise ProviderError("not answering", permanent=False)

    monkeypatch.setattr(SandboxBilling, "collect", down)
    run(NOW)

    invoice = Invoice.objects.get()
    assert (invoice.state, invoice.attempts, invoice.next_try_at) == ("open", 0, NOW + timedelta(minutes=10))
    assert Subscription.objects.get().past_due_since is None


def test_a_lost_answer_is_asked_for_again_and_charged_once(okafor, monkeypatch):
    on_plan(okafor, a_plan())
    with_card(okafor)
    real = SandboxBilling.collect

    def lossy(self, bill):
        real(self, bill)
        raise ProviderError("the answer was lost", permanent=False)

    with monkeypatch.context() as context, clock.fixed(NOW):
        context.setattr(SandboxBilling, "collect", lossy)
        with pytest.raises(OutcomeUnknown):
            actions.pay_open(tenant_id=okafor.id, by="tests")
    run(NOW + timedelta(minutes=10))

    assert (Invoice.objects.get().state, Payment.objects.count(), charges(okafor)) == ("paid", 1, [3_900])


def test_a_card_that_is_declined_is_not_kept(okafor):
    on_plan(okafor, a_plan())

    with pytest.raises(CardRefused) as caught:
        with_card(okafor, "declined")

    assert "declined" in str(caught.value)
    assert Subscription.objects.get().card is None


def test_another_card_takes_the_place_of_the_one_before(owing):
    held = with_card(owing)

    assert str(held.card) == "Visa 4242"
    assert run(NOW).paid == 1


def fact(invoice, state=BillState.PAID):
    return BillFact(str(invoice), BillResult(state, "in_1", "declined"))


def test_a_webhook_settles_what_was_paid_elsewhere_and_twice_is_once(owing):
    run(NOW)
    invoice = Invoice.objects.get()

    for state in (BillState.PAID, BillState.PAID, BillState.DECLINED):
        actions.hear(fact=fact(invoice.id, state), now=day(3, 2))

    invoice.refresh_from_db()
    assert (invoice.state, invoice.payments.filter(state="paid").count()) == ("paid", 1)
    assert Subscription.objects.get().past_due_since is None


def test_a_webhook_about_nothing_of_ours_changes_nothing(owing):
    run(NOW)

    for invoice in ("", uuid4()):
        actions.hear(fact=fact(invoice), now=day(3, 2))

    assert Invoice.objects.get().state == "open"


def test_letters_are_sent_from_the_platform_to_the_owner_each_once(owing, platform):
    for _time in range(3):
        run(NOW)

    with enter(platform):
        letter = SentEmail.objects.get(purpose="billing-payment-failed")
        assert letter.to == [row_of(owing).owner_email]
        assert "We could not collect $39.00" in letter.subject
        assert "There is not enough money" in letter.text
        assert "/studio/settings/plan/" in letter.text and owing.domain in letter.text
    with enter(owing):
        assert not SentEmail.objects.filter(purpose__startswith="billing").exists()


def test_every_kind_of_letter_can_be_written(owing, platform):
    for number in range(1, 16):
        run(day(3, number))
    with_card(owing)
    with clock.fixed(day(3, 16)):
        actions.pay_open(tenant_id=owing.id, by="tests")
    run(day(3, 16))

    with enter(platform):
        sent = set(SentEmail.objects.values_list("purpose", flat=True))
        texts = "\n".join(SentEmail.objects.values_list("text", flat=True))
    assert {f"billing-{kind}" for kind in ("payment-failed", "last-warning", "suspended", "receipt", "resumed")} <= sent
    assert "has been open for 14 days" in texts
    assert "%(" not in texts

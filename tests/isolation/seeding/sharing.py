"""What brings and keeps people."""

from typing import Any
from uuid import uuid4

from marque.kit.money import Money
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerTransaction
from tests.isolation.seeding.words import COMMON


def add_sharing(rows: Any) -> None:
    """An affiliate and what they may use."""
    rows.rule = ledger.set_rule(part="author", basis_points=5_000, product=rows.course.product)
    rows.ledger_sale = LedgerTransaction.objects.get(source=f"order:{rows.order.key}")
    legs = [Leg(Pot("cash", gateway="manual"), 900), Leg(Pot("author", rows.person.pk), -900)]
    ledger.post(kind="adjustment", source=f"adjustment:{rows.mark}", currency="USD", legs=legs)
    rows.adjustment = ledger.adjust_wallet(
        person=rows.person, part="author", money=Money(50, "USD"), reason=f"{rows.mark} kindness",
        request_key=uuid4(), by=f"{rows.mark} Alice",
    )  # fmt: skip
    to_the_bank = [Leg(Pot("cash", gateway="manual"), 100), Leg(Pot("cash", gateway="sandbox"), -100)]
    rows.gateway_payout = ledger.post(
        kind="transfer", source=f"gateway-payout:sandbox:{rows.mark}", currency="USD", legs=to_the_bank
    )
    ledger.save_payout_account(
        person=rows.person, currency="USD", holder=f"{rows.mark} Carol", details=f"{rows.mark} bank"
    )
    payouts = [
        ledger.request_payout(person=rows.person, money=Money(400, "USD"), request_key=uuid4(), by=f"{rows.mark} Carol")
        for _time in "12"
    ]
    ledger.approve_payout(payout=payouts[0], by=f"{rows.mark} Alice")
    rows.batch, rows.payout = ledger.make_batch(currency="USD", by=f"{rows.mark} Alice"), payouts[1]


def add_recommending(rows: Any) -> None:
    """A link of theirs, followed once."""
    affiliates.save_programme(
        joining="anybody", approval="at_once", click_days=30, renewals="first", pitch=rows.mark, by="seed"
    )
    rows.affiliate = affiliates.apply(person=rows.person, code=f"{rows.mark}-{COMMON}", about=f"{rows.mark} letter")
    rows.tied = affiliates.tie_coupon(affiliate=rows.affiliate, coupon=f"{rows.mark}-TEN")
    rows.text = affiliates.save_text(title=f"{rows.mark} post", body=f"{rows.mark} words")
    affiliates.note_click(affiliate=rows.affiliate, landing=f"/{rows.mark.lower()}/")

"""Making a file: first its payouts are held, then they are read, then it is written. Cut off, the same form goes on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marque.console.batches.files import file_of, keep, payer
from marque.console.batches.reading import Found, look_at
from marque.kit import clock
from marque.kit.errors import Refused
from shared_apps.operations.audit import record
from shared_apps.settlements.models import BatchForm, BatchLine, BatchState, PlatformBatch, WaitingPayout
from shared_apps.settlements.queries import live_batches
from tenant_apps.ledger.models import PayoutMethod

MOST = 500


class NothingChosen(Refused):
    """None, or none that waits."""

    message = _("Choose at least one approved payout that waits.")


class TooManyChosen(Refused):
    """More than a file holds."""

    message = _("A file holds up to %(most)s payouts. Choose fewer, and make another one for the rest.")


class HeldElsewhere(Refused):
    """Another operator was first."""

    message = _("In another file already: %(codes)s. Choose again.")


class NobodyToPay(Refused):
    """Each has something wrong."""

    message = _("None of these payouts can be paid, so no file was made: %(why)s")


def free_payouts() -> QuerySet[WaitingPayout]:
    """Approved ones that no file holds and a bank transfer pays."""
    rows = WaitingPayout.objects.filter(decided_at=None, approved_at__isnull=False)
    held = BatchLine.objects.live().values("payout_key")
    return rows.exclude(method=PayoutMethod.STRIPE).exclude(payout_key__in=held)


def waiting_payouts(currency: str) -> list[WaitingPayout]:
    """Approved ones of a currency that no file holds and a bank transfer pays, the oldest first; as many as a file."""
    return list(free_payouts().filter(currency=currency).order_by("requested_at", "pk")[:MOST])


def choose(*, currency: str, form: str, keys: Collection[UUID]) -> list[WaitingPayout]:
    """The payouts of a file to be; raises NothingChosen, TooManyChosen and PayerUnknown."""
    if form == BatchForm.SEPA:
        payer()
    if len(keys) > MOST:
        raise TooManyChosen(most=MOST)
    rows = WaitingPayout.objects.filter(
        payout_key__in=keys, currency=currency, decided_at=None, approved_at__isnull=False
    )
    chosen = list(rows.order_by("requested_at", "pk"))
    if not chosen or (form == BatchForm.SEPA and currency != "EUR"):
        raise NothingChosen
    return chosen


def make_batch(*, key: UUID, currency: str, form: str, keys: Collection[UUID], by: str) -> PlatformBatch:
    """One file of these payouts; what cannot be paid is left out, with why. The same key is the same file.

    Raises NothingChosen, TooManyChosen, HeldElsewhere, NobodyToPay and PayerUnknown.
    """
    batch = PlatformBatch.objects.filter(key=key).first()
    if batch is None:
        batch = _begin(key, currency, form, choose(currency=currency, form=form, keys=keys), by)
    return finish(batch=batch, by=by)


def finish(*, batch: PlatformBatch, by: str) -> PlatformBatch:
    """Write the file of a batch whose payouts are held. Calling it twice changes nothing; raises NobodyToPay."""
    if batch.state != BatchState.BEGUN:
        return batch
    # held first, read after: from now on nobody pays or returns one of them another way
    found = look_at(batch.lines.live(), form=batch.form)
    made = _write(batch, found, by)
    if made is None:
        raise NobodyToPay(why=" ".join(each.problem for each in found.values())[:300])
    return made


def _begin(key: UUID, currency: str, form: str, chosen: list[WaitingPayout], by: str) -> PlatformBatch:
    try:
        with transaction.atomic(using="control"):
            batch = PlatformBatch.objects.create(
                key=key, currency=currency, form=form, began_at=clock.now(), began_by=by
            )
            BatchLine.objects.bulk_create(
                BatchLine(
                    batch=batch, tenant_id=row.tenant_id, payout_key=row.payout_key, code=row.code, amount=row.amount
                )
                for row in chosen
            )
    except IntegrityError:
        known = PlatformBatch.objects.filter(key=key).first()
        if known is not None:  # the same form, sent twice at once
            return known
        held = live_batches([row.payout_key for row in chosen])
        raise HeldElsewhere(codes=", ".join(row.code for row in chosen if row.payout_key in held)) from None
    return batch


@transaction.atomic(using="control")
def _write(batch: PlatformBatch, found: dict[UUID, Found], by: str) -> PlatformBatch | None:
    batch = PlatformBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.BEGUN:
        return batch
    now, paid = clock.now(), []
    for line in batch.lines.live().order_by("pk"):
        each = found[line.payout_key]
        if each.problem:
            _leave_out(line, each.problem, now)
        else:
            paid.append(each)
    if not paid:
        batch.void_at, batch.void_by, batch.void_reason = now, by, "Nothing in it could be paid."
    else:
        keep(batch, file_of(batch, paid, at=now))
        batch.made_at = now
        total = sum(each.money.amount for each in paid if each.money)
        about = {"payouts": len(paid), "amount": total, "currency": batch.currency, "sha256": batch.digest}
        record(by=by, action="payouts.file-made", target=batch.code, data=about)
    batch.save()
    return batch if paid else None


def _leave_out(line: BatchLine, problem: str, now: datetime) -> None:
    line.problem, line.released_at = problem[:300], now
    line.save(update_fields=["problem", "released_at"])

import uuid

import django.db.models.deletion
from django.db import migrations, models

import marque.kit.clock


class Migration(migrations.Migration):
    allows = {"constraint": "Payouts are few in any business: reading them takes no time."}

    dependencies = [
        ("ledger", "0002_sealed_banks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeeBill",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ("month", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("lines", models.JSONField(default=list)),
            ],
        ),
        migrations.AddConstraint(
            model_name="feebill",
            constraint=models.UniqueConstraint(fields=("month", "currency"), name="ledger_feebill_once"),
        ),
        migrations.CreateModel(
            name="BilledFee",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                (
                    "bill",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="ledger.feebill",
                    ),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="billed_fee",
                        to="ledger.ledgertransaction",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="payout",
            name="came_back_amount",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_back_amount__gte", 0), ("came_back_amount__lte", models.F("amount"))),
                name="ledger_payout_no_more_came_back",
            ),
        ),
    ]

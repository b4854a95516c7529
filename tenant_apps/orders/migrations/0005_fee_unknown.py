from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('orders', '0004_gateways_say_more'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='payment',
            index=models.Index(condition=models.Q(('fee_amount__isnull', True), ('state', 'succeeded')), fields=['settled_at'], name='orders_payment_fee_unknown'),
        ),
    ]

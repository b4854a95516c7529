import django.db.models.deletion
import marque.kit.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('webhooks', '0002_speaks'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordStore',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=marque.kit.clock.now, editable=False)),
                ('only', models.PositiveSmallIntegerField(default=1, editable=False, unique=True)),
                ('username', models.CharField(max_length=200, verbose_name='Key')),
                ('version', models.CharField(choices=[('1.0.3', 'xAPI 1.0.3'), ('2.0.0', 'xAPI 2.0 (IEEE 9274.1.1)')], default='1.0.3', max_length=8, verbose_name='Version')),
                ('names_emails', models.BooleanField(default=False, verbose_name='Name learners by their email')),
                ('endpoint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record_store', to='webhooks.webhookendpoint')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('only', 1)), name='xapi_store_only_one')],
            },
        ),
    ]

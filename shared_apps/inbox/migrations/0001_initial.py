from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HeldAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=32)),
                ('account', models.CharField(max_length=120)),
                ('tenant_id', models.UUIDField(db_index=True)),
                ('held_since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'account'), name='inbox_account_of_one_business')],
            },
        ),
        migrations.CreateModel(
            name='KnownReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=32)),
                ('reference', models.CharField(max_length=200)),
                ('tenant_id', models.UUIDField()),
                ('known_since', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'reference'), name='inbox_reference_of_one_business')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=32)),
                ('event_id', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=120)),
                ('account', models.CharField(blank=True, max_length=120)),
                ('said_tenant', models.CharField(blank=True, max_length=64)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('tenant_id', models.UUIDField(null=True)),
                ('body', models.TextField()),
                ('occurred_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('processed_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('processed_at', None), ('refused_at', None)), fields=['next_at'], name='inbox_notice_due'), models.Index(fields=['-received_at'], name='inbox_notice_newest')],
                'constraints': [models.UniqueConstraint(fields=('source', 'event_id'), name='inbox_notice_once'), models.CheckConstraint(condition=models.Q(('processed_at__isnull', True), ('refused_at__isnull', True), _connector='OR'), name='inbox_notice_not_handled_and_refused')],
            },
        ),
    ]

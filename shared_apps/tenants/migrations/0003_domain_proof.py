import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import shared_apps.tenants.domain
from shared_apps.tenants.domain import new_token


def keep_what_is_served(apps, schema_editor):
    """Nothing goes dark with this release: what leads to a tenant today is held by it, and looked at soon."""
    rows = apps.get_model("tenants", "Domain").objects.using(schema_editor.connection.alias)
    for row in rows.select_related("tenant").iterator():
        own = row.tenant.type == "platform" or row.domain.endswith("." + settings.PLATFORM_HOST)
        row.token, row.verified_at = new_token(), row.created_at
        row.proof, row.check_at = ("birth", None) if own else ("earlier", timezone.now())
        row.save(update_fields=["token", "verified_at", "proof", "check_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_lifecycle'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='domain',
            name='tenants_domain_unique',
        ),
        migrations.AddField(
            model_name='domain',
            name='check_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='failed_checks',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='domain',
            name='failing_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='findings',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='domain',
            name='lapsed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='pointed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='primary_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='domain',
            name='proof',
            field=models.CharField(blank=True, choices=[('birth', "The platform's own address"), ('txt', 'TXT record'), ('cname', 'CNAME record'), ('earlier', 'Served before domains were verified')], max_length=7),
        ),
        migrations.AddField(
            model_name='domain',
            name='token',
            field=models.CharField(default=shared_apps.tenants.domain.new_token, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='domain',
            name='verified_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(keep_what_is_served, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='domain',
            index=models.Index(models.F('check_at'), condition=models.Q(('check_at__isnull', False)), name='tenants_domain_to_check'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(models.F('domain'), condition=models.Q(('lapsed_at__isnull', True), ('verified_at__isnull', False)), name='tenants_domain_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(models.F('tenant'), models.F('domain'), name='tenants_domain_one_claim'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.CheckConstraint(condition=models.Q(('is_primary', False), models.Q(('lapsed_at__isnull', True), ('verified_at__isnull', False)), _connector='OR'), name='tenants_domain_primary_is_held'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain'))), name='tenants_domain_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lapsed_at__isnull', True), ('proof', ''), ('verified_at__isnull', True)), models.Q(models.Q(('proof', ''), _negated=True), ('verified_at__isnull', False)), _connector='OR'), name='tenants_domain_proof_when_verified'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('entitlements', '0002_documents'),
    ]

    operations = [
        migrations.AddField(
            model_name='entitlement',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='taken away'),
        ),
    ]

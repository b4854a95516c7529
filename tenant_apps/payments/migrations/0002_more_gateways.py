from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='paymentsettings',
            name='also',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name='also offered'),
        ),
    ]

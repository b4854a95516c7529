from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0002_speaks'),
    ]

    operations = [
        migrations.AddField(
            model_name='webhookendpoint',
            name='refusals',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]

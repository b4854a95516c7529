from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='webhookendpoint',
            name='speaks',
            field=models.CharField(db_default='webhooks', default='webhooks', editable=False, max_length=12),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0015_room_and_transfers'),
    ]

    operations = [
        migrations.AddField(
            model_name='cohortpost',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

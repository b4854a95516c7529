from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0013_blocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='packageimport',
            name='forgiven',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]

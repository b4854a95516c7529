from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0016_posts_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='livesession',
            name='number',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]

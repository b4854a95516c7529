from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_left_to_team")]

    operations = [
        migrations.AddField(
            model_name="portfoliopiece",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

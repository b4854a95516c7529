from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0012_portfolios")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="left_to_team_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0014_package_patience'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lessonblock',
            name='lesson_block_kind_once',
        ),
        migrations.RemoveConstraint(
            model_name='lessonblock',
            name='lesson_block_has_its_file',
        ),
        migrations.AlterField(
            model_name='lessonblock',
            name='kind',
            field=models.CharField(choices=[('lesson', 'The lesson itself'), ('text', 'Text'), ('image', 'Picture'), ('video', 'Video'), ('audio', 'Audio'), ('pdf', 'PDF'), ('slides', 'Slides'), ('download', 'File'), ('code', 'Code'), ('embed', 'From another site'), ('hotspots', 'Picture with spots'), ('project', 'Project in steps'), ('survey', 'Survey'), ('live', 'Live session'), ('discussion', 'Discussion')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='lessonblock',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('lesson', 'discussion', 'hotspots', 'project', 'survey', 'live'))), fields=('lesson', 'kind'), name='lesson_block_kind_once'),
        ),
        migrations.AddConstraint(
            model_name='lessonblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asset__isnull', False), ('kind__in', ('image', 'video', 'audio', 'pdf', 'slides', 'download', 'hotspots'))), models.Q(models.Q(('kind__in', ('image', 'video', 'audio', 'pdf', 'slides', 'download', 'hotspots')), _negated=True), ('asset__isnull', True)), _connector='OR'), name='lesson_block_has_its_file'),
        ),
    ]

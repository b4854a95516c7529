"""Unsafe migrations are refused, with what to do instead."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from provisioning.waves.lint import problems

ORDERS, COURSES = "order", "course"


def migration(app_label: str, *operations, **said) -> migrations.Migration:
    made = type("Migration", (migrations.Migration,), {"operations": list(operations), **said})
    return made("0002_later", app_label)


def first(app_label: str, model: str, **fields) -> migrations.Migration:
    return migration(app_label, migrations.CreateModel(model, list(fields.items())))


UNSAFE = {
    "not-null": ("courses", migrations.AddField(COURSES, "level", models.CharField(max_length=9))),
    "drop": ("courses", migrations.RemoveField(COURSES, "title")),
    "rename": ("courses", migrations.RenameField(COURSES, "title", "name")),
    "type": ("courses", migrations.AlterField(COURSES, "title", models.IntegerField())),
    "index": ("orders", migrations.AddIndex(ORDERS, models.Index(fields=["code"], name="by_code"))),
    "constraint": (
        "orders",
        migrations.AddConstraint(ORDERS, models.CheckConstraint(condition=~models.Q(code=""), name="coded")),
    ),
}


@pytest.mark.parametrize("rule", UNSAFE)
def test_an_unsafe_operation_is_named_with_advice(rule):
    app_label, operation = UNSAFE[rule]
    before = first(app_label, operation.model_name, title=models.CharField(max_length=50))

    found = list(problems([before, migration(app_label, operation)]))

    assert len(found) == 1
    assert f"({rule})" in found[0]
    assert found[0].startswith(f"{app_label}.0002_later: ")


@pytest.mark.parametrize("rule", UNSAFE)
def test_a_reason_lets_it_pass(rule):
    app_label, operation = UNSAFE[rule]
    before = first(app_label, operation.model_name, title=models.CharField(max_length=50))

    allowed = migration(app_label, operation, allows={rule: "The table is empty in every install so far."})

    assert list(problems([before, allowed])) == []


def test_a_reason_must_say_something():
    allowed = migration("courses", UNSAFE["drop"][1], allows={"drop": "ok"})

    assert "a reason one can check" in next(problems([allowed]))


@pytest.mark.parametrize(
    ("app_label", "operation"),
    [
        ("courses", migrations.AddField(COURSES, "level", models.CharField(max_length=9, default=""))),
        ("courses", migrations.AddField(COURSES, "level", models.CharField(max_length=9, null=True))),
        ("courses", migrations.AlterField(COURSES, "title", models.CharField(max_length=80))),
        ("courses", migrations.AlterField(COURSES, "title", models.TextField())),
        ("courses", migrations.AddIndex(COURSES, models.Index(fields=["title"], name="by_title"))),
        ("orders", AddIndexConcurrently(ORDERS, models.Index(fields=["code"], name="by_code"))),
        ("orders", migrations.RunSQL("CREATE INDEX CONCURRENTLY by_code ON orders_order (code)")),
    ],
)
def test_what_is_safe_passes(app_label, operation):
    before = first(app_label, COURSES, title=models.CharField(max_length=50))

    assert list(problems([before, migration(app_label, operation)])) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("ALTER TABLE orders_order DROP COLUMN note", "drop"),
        ("alter table orders_order rename column a to b", "rename"),
        ("ALTER TABLE orders_order ALTER COLUMN n TYPE bigint", "type"),
        ("CREATE INDEX by_note ON orders_order (note)", "index"),
    ],
)
def test_sql_of_ones_own_is_read_too(statement, rule):
    assert f"({rule})" in next(problems([migration("orders", migrations.RunSQL(statement))]))


def test_a_table_of_the_same_migration_has_no_rows_yet():
    made = migration(
        "orders",
        migrations.CreateModel(ORDERS, [("code", models.CharField(max_length=9))]),
        migrations.AddIndex(ORDERS, models.Index(fields=["code"], name="by_code")),
    )

    assert list(problems([made])) == []

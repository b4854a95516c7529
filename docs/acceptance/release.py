"""A release with one more column, and what may happen to it on the way."""

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import Connection, sql

import tenant_apps.people
from docs.acceptance.install import Failed, Install

_MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("people", "{before}")]
    operations = [migrations.AddField("person", "nickname", models.CharField(max_length=50, db_default="", blank=True))]
    backwards_compatible = True
"""
_SETTINGS = """
from marque.config.settings import *
MIGRATION_MODULES = {"people": "later_people"}
"""


class Later:
    """The release, rolled out over an install."""

    def __init__(self, install: Install, home: Path) -> None:
        self.install = install
        path = f"{home}:{install.env['PYTHONPATH']}"
        self.env = {"DJANGO_SETTINGS_MODULE": "later_settings", "PYTHONPATH": path}

    def roll(self, *words: str, expect_failure: bool = False) -> None:
        """Run a wave to its end: `--resume` goes on with the one that was cut off."""
        wave = self.install.started("-m", "provisioning.cli", "migrate", "--jobs", "2", *words, **self.env)
        out, err = wave.communicate()
        if bool(wave.returncode) != expect_failure:
            raise Failed(f"migrate exited with {wave.returncode}:\n{out[-2000:]}\n{err[-3000:]}")

    def killed_while_it_waits_for(self, slug: str) -> None:
        """Start the wave, let it wait for somebody who holds one business's table, and kill -9 it there."""
        table = self._table(slug)
        with self.install.owner() as holder, self.install.owner() as watcher:
            holder.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(table))
            wave = self.install.started("-m", "provisioning.cli", "migrate", "--jobs", "1", **self.env)
            while not _is_waited_for(watcher, table) and wave.poll() is None:
                time.sleep(0.01)
            wave.send_signal(signal.SIGKILL)
            wave.communicate()

    def break_one(self, slug: str) -> None:
        """Something is in the way in one business: the column is there already."""
        with self.install.owner() as owner:
            owner.execute(sql.SQL("ALTER TABLE {} ADD COLUMN nickname int").format(self._table(slug)))

    def mend(self, slug: str) -> None:
        """Take it out of the way."""
        with self.install.owner() as owner:
            owner.execute(sql.SQL("ALTER TABLE {} DROP COLUMN nickname").format(self._table(slug)))

    def migrated(self) -> set[str]:
        """Who has the column as the release makes it."""
        with self.install.owner() as owner:
            found = owner.execute(
                "SELECT table_schema FROM information_schema.columns"
                " WHERE table_name = 'people_person' AND column_name = 'nickname' AND data_type <> 'integer'"
            ).fetchall()
        return {slug for slug, schema in self._schemas().items() if (schema,) in found}

    def missing(self) -> set[str]:
        """Who has not."""
        return set(self._schemas()) - self.migrated()

    def _schemas(self) -> dict[str, str]:
        return {row["slug"]: row["schema"] for row in self.install.marque("tenant", "list", **self.env)}

    def _table(self, slug: str) -> sql.Identifier:
        return sql.Identifier(self._schemas()[slug], "people_person")


def _is_waited_for(watcher: Connection, table: sql.Identifier) -> bool:
    """By somebody in this database: the server's other databases have waits of their own."""
    waits = (
        "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return bool(watcher.execute(waits, [table.as_string(watcher)]).fetchone())


@contextmanager
def one_more_column(install: Install, folder: Path) -> Iterator[Later]:
    """The code of the next release, beside the one that serves."""
    home = folder / "later"
    home.mkdir()
    copy = home / "later_people"
    shutil.copytree(Path(tenant_apps.people.__file__).parent / "migrations", copy)
    newest = sorted(path.stem for path in copy.glob("0*.py"))[-1]
    (copy / "9001_later.py").write_text(_MIGRATION.format(before=newest))
    (home / "later_settings.py").write_text(_SETTINGS)
    yield Later(install, home)

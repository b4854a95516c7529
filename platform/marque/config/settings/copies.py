"""Capsules, backups and forks: where they are kept, who signs, how much is taken in."""

import base64
import hashlib
import tomllib

from marque.config.settings.base import DATA_DIR, PRACTICE, ROOT
from marque.kit import env

ENGINE_VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
# outside MEDIA_ROOT: nothing in it is ever served by its path
VAULT_ROOT = env.path("VAULT_ROOT", DATA_DIR / "vault")

_PLAY = base64.b64encode(hashlib.sha256(b"marque: a key for practice, known to everybody").digest()).decode()
CAPSULE_SIGNING_KEY = env.text("CAPSULE_SIGNING_KEY", _PLAY if PRACTICE else "")
CAPSULE_TRUSTED_KEYS = env.words("CAPSULE_TRUSTED_KEYS")
CAPSULE_MAX_BYTES = env.integer("CAPSULE_MAX_BYTES", 64 << 30)
CAPSULE_MAX_PARTS = env.integer("CAPSULE_MAX_PARTS", 200_000)
# text packs well, zeroes far better: 1,000 is near the most that deflate can do
CAPSULE_MAX_RATIO = env.integer("CAPSULE_MAX_RATIO", 500)
OWN_CAPSULE_DAYS = 7

BACKUP_DAILY = env.integer("BACKUP_DAILY", 7, minimum=1)
BACKUP_WEEKLY = env.integer("BACKUP_WEEKLY", 4)
BACKUP_MONTHLY = env.integer("BACKUP_MONTHLY", 12)
# the night over which backups are spread, in hours UTC
BACKUP_FROM, BACKUP_UNTIL = 1, 5
BACKUP_OLD_HOURS = env.integer("BACKUP_OLD_HOURS", 30)
DRILL_OLD_DAYS = env.integer("DRILL_OLD_DAYS", 8)
UNDO_HOURS = 24

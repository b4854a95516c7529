"""One stylesheet per brand: layers, fonts, theme and tokens put together, so a page makes one request for its look."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.templatetags.static import static

from themes.registry import themes
from themes.studio.theme import THEME as STUDIO
from themes.tokens import as_css, derive

if TYPE_CHECKING:
    from themes.brand import BrandValue

CSS = Path(__file__).parent / "static" / "css"
LAYERS = "@layer reset,tokens,base,layout,components,theme,utilities;"
FOUNDATION = ("reset.css", "tokens.css", "base.css", "layout.css")
VALUES = "@layer tokens{" + "".join(f'[data-value="{n}"]{{--value:{n}%}}' for n in range(1, 101)) + "}"
_URL = re.compile(r"url\(([\w.-]+)\)")
_KEYFRAMES = re.compile(r"@keyframes \w+\{(?:[^{}]*\{[^{}]*\})*\}")
_QUOTED = re.compile(r'("[^"]*")')


def _site_files() -> list[Path]:
    foundation = [CSS / name for name in FOUNDATION]
    return [*foundation, *sorted((CSS / "components").glob("*.css")), CSS / "utilities.css"]


def _studio_files() -> list[Path]:
    skipped = {"header.css", "footer.css", "narrow.css", "buybar.css", "toast.css"}
    shared = [path for path in sorted((CSS / "components").glob("*.css")) if path.name not in skipped]
    foundation = [CSS / "reset.css", CSS / "base.css", CSS / "layout.css"]
    blocks = sorted((CSS / "studio" / "blocks").glob("*.css"))
    return [*foundation, *shared, CSS / "utilities.css", STUDIO.css, *blocks]


def _shell_files() -> list[Path]:
    return sorted((CSS / "studio").glob("*.css"))


def minify(css: str) -> str:
    """Drop comments and needless white space; quoted text is left alone."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = _QUOTED.split(bare)
    for at in range(0, len(parts), 2):
        squeezed = re.sub(r"\s+", " ", parts[at])
        parts[at] = re.sub(r"\s*([{};,])\s*", r"\1", squeezed).replace(";}", "}").replace(": ", ":")
    return "".join(parts).strip()


@cache
def _joined(files: tuple[Path, ...]) -> str:
    return "".join(minify(path.read_text()) for path in files)


def _source(files: list[Path]) -> str:
    if settings.DEBUG:
        _joined.cache_clear()
    return _joined(tuple(files))


def sources_digest() -> str:
    """Changes when any rule of any theme does: part of every stylesheet's address."""
    if settings.DEBUG:
        _sources_digest.cache_clear()
    return _sources_digest()


@cache
def _sources_digest() -> str:
    files = [*_site_files(), *_studio_files(), *(theme.css for theme in themes()), *_shell_files()]
    return hashlib.sha256(_source(files).encode()).hexdigest()


@cache
def font_faces(families: tuple[str, ...]) -> str:
    """The families' `@font-face` rules, out of those that `bin/assets` built."""
    built = (CSS.parent / "vendor" / "fonts" / "fonts.css").read_text().splitlines()
    rules = [line for line in built if any(f'font-family: "{family}";' in line for family in families)]
    return minify(_URL.sub(lambda found: f"url({static('vendor/fonts/' + found[1])})", "".join(rules)))


def site_css(brand: "BrandValue") -> str:
    """Everything a site's page needs, but for the page's own rules."""
    look = brand.look
    rules = _source([*_site_files(), look.css])
    return LAYERS + font_faces(look.families) + rules + VALUES + as_css(brand.tokens, brand.color_scheme)


def within(scope: str, css: str) -> str:
    """Rules that hold inside an element only, and out of their layers: the admin's own rules are in none."""
    frames = "".join(_KEYFRAMES.findall(css))
    plain = re.sub(r"@view-transition\{[^}]*\}", "", _KEYFRAMES.sub("", css))
    while layer := re.search(r"@layer \w+\{", plain):
        end = _closing(plain, layer.end())
        plain = plain[: layer.start()] + plain[layer.end() : end] + plain[end + 1 :]
    return frames + scope + "{" + plain + "}"


def _closing(css: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        at += 1
    return at - 1


def studio_css(brand: "BrandValue") -> str:
    """The Studio's look in the creator's colours: load it after the admin's own; components hold inside `.studio`."""
    tokens = derive(brand.brand_colour, brand.accent_colour, STUDIO.knobs)
    scale = _source([CSS / "tokens.css"]) + as_css(tokens, "light dark") + VALUES
    handed = _source(_shell_files())
    return LAYERS + font_faces(STUDIO.families) + scale + handed + within(".studio", _source(_studio_files()))

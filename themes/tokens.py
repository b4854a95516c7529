"""Two colours in, every role token out: concrete values for light, dark and inverse grounds that pass WCAG AA."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from themes.colour import Oklch, settle, to_hex, to_oklch

Tokens = dict[str, str]
TEXT, CONTROL = 4.6, 3.05  # a hair above 4.5 and 3: hex rounding must never cost a pass
NEUTRALS = ("paper", "surface", "raised", "sunken")
STATE_HUES = {"good": (155, 155, 0.105, 0.14), "warn": (70, 80, 0.10, 0.12), "bad": (25, 22, 0.17, 0.12)}


@dataclass(frozen=True)
class Knobs:
    """What a theme may retune about colour; everything else follows."""

    tint: Literal["brand", "accent"] = "brand"
    paper_light: float = 0.992
    paper_chroma: float = 0.003
    surface_light: float = 1.0
    sunken_light: float = 0.966
    paper_dark: float = 0.175
    dark_chroma: float = 0.014
    deep: tuple[float, float] = (0.235, 0.062)
    deep_from: Literal["brand", "tint"] = "brand"


@dataclass(frozen=True)
class Seeds:
    """The creator's two colours, and the hue neutrals lean towards."""

    brand: Oklch
    accent: Oklch
    tint: Oklch
    deep: str


def _seeds(brand: str, accent: str, knobs: Knobs) -> Seeds:
    brand_at, accent_at = to_oklch(brand), to_oklch(accent)
    tint = brand_at if knobs.tint == "brand" else accent_at._replace(chroma=min(accent_at.chroma, 0.1))
    deep_seed = brand_at if knobs.deep_from == "brand" else tint
    return Seeds(brand_at, accent_at, tint, to_hex(deep_seed.at(*knobs.deep)))


def _light_grounds(seeds: Seeds, knobs: Knobs) -> Tokens:
    tint, brand, accent = seeds.tint, seeds.brand, seeds.accent
    return {
        "paper": to_hex(tint.at(knobs.paper_light, knobs.paper_chroma)),
        "surface": to_hex(tint.at(knobs.surface_light, knobs.paper_chroma)),
        "raised": to_hex(tint.at(knobs.surface_light, knobs.paper_chroma)),
        "sunken": to_hex(tint.at(knobs.sunken_light, knobs.paper_chroma + 0.006)),
        "line": to_hex(tint.at(min(0.905, knobs.sunken_light - 0.045), 0.014)),
        "brand-wash": to_hex(brand.at(0.955, 0.024)),
        "brand-line": to_hex(brand.at(0.84, 0.06)),
        "accent-wash": to_hex(accent.at(0.95, 0.035)),
    }


def _dark_grounds(seeds: Seeds, knobs: Knobs) -> Tokens:
    tint, brand, accent = seeds.tint, seeds.brand, seeds.accent
    return {
        "paper": to_hex(tint.at(knobs.paper_dark, knobs.dark_chroma)),
        "surface": to_hex(tint.at(knobs.paper_dark + 0.04, knobs.dark_chroma)),
        "raised": to_hex(tint.at(knobs.paper_dark + 0.075, knobs.dark_chroma)),
        "sunken": to_hex(tint.at(knobs.paper_dark - 0.035, knobs.dark_chroma)),
        "line": to_hex(tint.at(0.315, 0.018)),
        "brand-wash": to_hex(brand.at(0.27, 0.045)),
        "brand-line": to_hex(brand.at(0.42, 0.07)),
        "accent-wash": to_hex(accent.at(0.28, 0.05)),
    }


def _inverse_grounds(seeds: Seeds, knobs: Knobs) -> Tokens:
    deep = to_oklch(seeds.deep)
    return _dark_grounds(seeds, knobs) | {
        "paper": seeds.deep,
        "surface": to_hex(deep.at(deep.lightness + 0.055, 0.07)),
        "raised": to_hex(deep.at(deep.lightness + 0.085, 0.07)),
        "sunken": to_hex(deep.at(deep.lightness - 0.045, 0.06)),
        "line": to_hex(deep.at(deep.lightness + 0.165, 0.05)),
    }


def _states(scheme: str, neutrals: list[str]) -> Tokens:
    tokens: Tokens = {}
    for name, (light_hue, dark_hue, light_chroma, dark_chroma) in STATE_HUES.items():
        if scheme == "light":
            wash = to_hex(Oklch(0.957, 0.03, light_hue))
            text = settle(Oklch(0.46, light_chroma, light_hue), [wash, *neutrals], TEXT, "darker")
        else:
            wash = to_hex(Oklch(0.27, 0.048, dark_hue))
            text = settle(Oklch(0.82, dark_chroma, dark_hue), [wash, *neutrals], TEXT, "lighter")
        tokens |= {name: text, f"{name}-wash": wash}
    return tokens


def _fill(brand: Oklch, scheme: str) -> Tokens:
    """The brand as a filled control: out of the mid-tones, where neither white nor near-black text can be read."""
    bright = scheme != "light" or brand.lightness > 0.61
    if bright:
        floor = 0.70 if scheme == "light" else 0.76
        text, away = to_hex(brand.at(0.17, 0.03)), "lighter"
        solid = brand.at(max(brand.lightness, floor), 0.19 if scheme == "light" else 0.17)
    else:
        text, away = to_hex(brand.at(0.99, 0.005)), "darker"
        solid = brand.at(min(brand.lightness, 0.53), 0.19)
    filled = settle(solid, [text], TEXT + (0.5 if bright else 0), away)  # type: ignore[arg-type]
    hovered = to_oklch(filled)
    hover = settle(hovered._replace(lightness=hovered.lightness - 0.035), [text], TEXT, away)  # type: ignore[arg-type]
    return {"brand-solid": filled, "brand-hover": hover, "on-brand": text}


def _text(seeds: Seeds, grounds: Tokens, scheme: str) -> Tokens:
    tint, brand, accent = seeds.tint, seeds.brand, seeds.accent
    under = [grounds[name] for name in NEUTRALS]
    washed = [*under, grounds["brand-wash"], grounds["accent-wash"]]
    drawn = [*under, grounds["line"], grounds["brand-wash"]]
    if scheme == "light":
        return {
            "ink": settle(tint.at(0.215, 0.03), washed, 7, "darker"),
            "ink-2": settle(tint.at(0.41, 0.022), washed, TEXT, "darker"),
            "ink-3": settle(tint.at(0.51, 0.018), washed, TEXT, "darker"),
            "line-strong": settle(tint.at(0.60, 0.02), washed, CONTROL, "darker"),
            "brand-ink": settle(brand.at(min(brand.lightness, 0.45), 0.17), washed, TEXT, "darker"),
            "brand-mark": settle(brand.at(min(brand.lightness, 0.66), 0.19), drawn, CONTROL, "darker"),
            "accent-ink": settle(accent.at(min(accent.lightness, 0.46), 0.16), washed, TEXT, "darker"),
        }
    return {
        "ink": settle(tint.at(0.96, 0.01), washed, 7, "lighter"),
        "ink-2": settle(tint.at(0.81, 0.014), washed, TEXT, "lighter"),
        "ink-3": settle(tint.at(0.70, 0.016), washed, TEXT, "lighter"),
        "line-strong": settle(tint.at(0.56, 0.02), washed, CONTROL, "lighter"),
        "brand-ink": settle(brand.at(max(brand.lightness, 0.82), 0.13), washed, TEXT, "lighter"),
        "brand-mark": settle(brand.at(max(brand.lightness, 0.72), 0.17), drawn, CONTROL, "lighter"),
        "accent-ink": settle(accent.at(max(accent.lightness, 0.82), 0.13), washed, TEXT, "lighter"),
    }


def _accent_fill(accent: Oklch) -> Tokens:
    text = to_hex(accent.at(0.20, 0.05))
    return {
        "accent-solid": settle(accent.at(max(accent.lightness, 0.74), 0.18), [text], TEXT, "lighter"),
        "on-accent": text,
    }


def _shadows(tint: Oklch, scheme: str) -> Tokens:
    shade = to_hex(tint.at(0.2, 0.03)) if scheme == "light" else "#000000"
    faint, soft, deep = ("12", "24", "42") if scheme == "light" else ("40", "66", "99")
    return {"shade-1": shade + faint, "shade-2": shade + soft, "shade-3": shade + deep, "shade-0": shade + "0f"}


@lru_cache(maxsize=1024)
def derive(brand: str, accent: str, knobs: Knobs) -> Mapping[str, Tokens]:
    """Every role token for the `light`, `dark` and `inverse` grounds."""
    seeds = _seeds(brand, accent, knobs)
    grounds = {
        "light": _light_grounds(seeds, knobs),
        "dark": _dark_grounds(seeds, knobs),
        "inverse": _inverse_grounds(seeds, knobs),
    }
    return {
        scheme: under
        | _text(seeds, under, scheme)
        | _fill(seeds.brand, scheme)
        | _accent_fill(seeds.accent)
        | _states(scheme, [under[name] for name in NEUTRALS])
        | _shadows(seeds.tint, scheme)
        | {"brand-deep": seeds.deep}
        for scheme, under in grounds.items()
    }


def as_css(tokens: Mapping[str, Tokens], color_scheme: str) -> str:
    """The tokens as one layer of custom properties."""
    light, dark = tokens["light"], tokens["dark"]
    pairs = ";".join(
        f"--{name}:{light[name]}" if light[name] == dark[name] else f"--{name}:light-dark({light[name]},{dark[name]})"
        for name in light
    )
    inverse = ";".join(f"--{name}:{value}" for name, value in tokens["inverse"].items() if value != dark[name])
    return (
        f"@layer tokens{{:root{{color-scheme:{color_scheme};{pairs}}}"
        '[data-scheme="light"]{color-scheme:light}[data-scheme="dark"]{color-scheme:dark}'
        f".inverse{{color-scheme:dark;{inverse}}}}}"
    )

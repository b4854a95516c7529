"""Any two colours give a site that can be read: WCAG AA on every pair of tokens that meet."""

from random import Random

import pytest

from themes.colour import Oklch, contrast, to_hex, to_oklch
from themes.registry import themes
from themes.studio.theme import THEME as STUDIO
from themes.tokens import NEUTRALS, as_css, derive

TEXT = ("ink", "ink-2", "ink-3", "brand-ink", "accent-ink")
AA = [(text, ground, 4.5) for text in TEXT for ground in (*NEUTRALS, "brand-wash", "accent-wash")]
AA += [("on-brand", "brand-solid", 4.5), ("on-brand", "brand-hover", 4.5), ("on-accent", "accent-solid", 4.5)]
AA += [(state, ground, 4.5) for state in ("good", "warn", "bad") for ground in (*NEUTRALS, f"{state}-wash")]
AA += [("line-strong", ground, 3) for ground in NEUTRALS]
AA += [("brand-mark", ground, 3) for ground in (*NEUTRALS, "line")]
EXTREMES = (
    *("#000000", "#ffffff", "#808080", "#777777", "#f5f5dc", "#ffff00", "#ccff00"),
    *("#39ff14", "#00ff00", "#00ffff", "#0000ff", "#ff00ff", "#ff0000"),
)
LOOKS = [*themes(), STUDIO]


def _pairs() -> list[tuple[str, str]]:
    rng = Random(7)  # noqa: S311
    chance = [(f"#{rng.randrange(1 << 24):06x}", f"#{rng.randrange(1 << 24):06x}") for _ in range(200)]
    return chance + [(brand, accent) for brand in EXTREMES for accent in EXTREMES]


def _failures(look, brand: str, accent: str) -> list[tuple[str, ...]]:
    return [
        (scheme, text, ground, brand, accent)
        for scheme, tokens in derive(brand, accent, look.knobs).items()
        for text, ground, ratio in AA
        if contrast(tokens[text], tokens[ground]) < ratio
    ]


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_derive_any_two_colours_passes_aa(look) -> None:
    failures = [failure for brand, accent in _pairs() for failure in _failures(look, brand, accent)]

    assert failures == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_derive_sample_pair_keeps_the_brand_recognisable(look) -> None:
    brand, accent = look.sample

    solid = to_oklch(derive(brand, accent, look.knobs)["light"]["brand-solid"])

    assert abs(solid.hue - to_oklch(brand).hue) < 3


def test_derive_gives_the_same_roles_on_every_ground() -> None:
    roles = [sorted(tokens) for tokens in derive("#0f4d3f", "#ff8f7a", STUDIO.knobs).values()]

    assert roles[0] == roles[1] == roles[2]


@pytest.mark.parametrize("colour", EXTREMES)
def test_to_hex_of_what_was_read_is_the_same_colour(colour) -> None:
    assert to_hex(to_oklch(colour)) == colour


def test_to_hex_out_of_gamut_keeps_lightness_and_hue() -> None:
    shown = to_oklch(to_hex(Oklch(0.7, 0.4, 150)))

    assert shown.lightness == pytest.approx(0.7, abs=0.005)
    assert shown.hue == pytest.approx(150, abs=1)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_as_css_of_a_forced_scheme_says_so() -> None:
    css = as_css(derive("#0f4d3f", "#ff8f7a", STUDIO.knobs), "dark")

    assert css.startswith("@layer tokens{:root{color-scheme:dark;")

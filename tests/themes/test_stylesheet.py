"""How rules are put together."""

import pytest

from themes.brand import BrandValue
from themes.registry import NAMES
from themes.stylesheet import minify, site_css, studio_css, within


def test_minify_leaves_quoted_text_alone() -> None:
    css = 'a::before { content: "a : { b" ; } /* gone */ p   em { margin: calc(1px + 2px); }'

    assert minify(css) == 'a::before{content:"a : { b"}p em{margin:calc(1px + 2px)}'


def test_within_unwraps_layers_and_keeps_keyframes_outside() -> None:
    css = "@layer a{.x{color:red}@media print{.y{top:0}}@keyframes turn{to{rotate:1turn}}}@layer b{.z{top:0}}"

    assert within(".s", css) == "@keyframes turn{to{rotate:1turn}}.s{.x{color:red}@media print{.y{top:0}}.z{top:0}}"


@pytest.mark.parametrize("name", NAMES)
def test_site_css_is_whole_and_asks_nobody_else(name) -> None:
    css = site_css(BrandValue(theme=name))

    assert css.count("{") == css.count("}")
    assert "//" not in css.replace("http://www.w3.org/2000/svg", "")
    assert "@import" not in css


def test_studio_css_holds_components_inside_the_studio_only() -> None:
    css = studio_css(BrandValue())

    assert css.count("{") == css.count("}")
    assert "@layer components" not in css
    assert "}.btn{" not in css.split(".studio{")[0]


def test_version_changes_with_the_brand_only() -> None:
    versions = {BrandValue().version, BrandValue(wordmark="Okafor").version}

    assert versions == {BrandValue().version}
    assert BrandValue(theme="signal").version not in versions
    assert BrandValue(scheme="dark").version not in versions

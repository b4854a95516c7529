"""Files that cannot be manifests: refused with the place and what would be right, before anything is written."""

import time

import pytest
import yaml
from django.utils import timezone

from provisioning.manifest.file import load, parse
from provisioning.manifest.media import Media
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.text import MOST_BYTES
from shared_apps.tenants.models import Tenant

FILES = "tenant: okafor\nfiles:\n  - file: "
HOME = "tenant: okafor\npages:\n  home:\n    title: T\n    blocks:\n      - "
OFFER = "tenant: okafor\noffers:\n  - slug: o\n    title: O\n    price: "
NEW = "tenant: nobody-yet\nname: N\nowner: ann@example.com\n"
COURSE = "tenant: okafor\ncourses:\n  - slug: a\n    title: A\n    state: draft\n"


def refusal(content: bytes | str) -> str:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(BadManifest) as refused:
        for wanted in parse(raw, "m.yaml", Media(None)):
            plan_for(wanted)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tenant: okafor\nbrnd: {}\n", "m.yaml:2:1: brnd: There is no key “brnd”. Did you mean “brand”?"),
        ("tenant: okafor\nbrand:\n  theme: folia\n", "m.yaml:3:10: brand.theme: There is no choice “folia”"),
        ("tenant: okafor\nbrand: [folio]\n", "m.yaml:2:8: brand: Expected keys and values, found a list."),
        ("tenant: okafor\ncourses: yes\n", "m.yaml:2:10: courses: Expected a list, found “yes”."),
        (COURSE + "    level: expert\n", "courses[0].level: There is no choice “expert”"),
        (COURSE + "    title: B\n", "m.yaml:6:5: courses[0].title: “title” is said twice."),
        (COURSE + "  - slug: a\n    title: B\n    state: draft\n", "There are two courses “a”."),
        (COURSE + "    modules:\n      - title: M\n        opens: soon\n", "Expected a whole number, found “soon”."),
        (COURSE + "    author: nobody@example.com\n", "m.yaml:6:13: courses[0].author: There is no person"),
        (COURSE.replace("    state: draft\n", ""), "A live course needs at least one lesson."),
        (
            OFFER + "free\n",
            "m.yaml:5:12: offers[0].price: “free”",
        ),
        (
            FILES + "film.mp4\n",
            "m.yaml:3:5: files[0].file: The file media/film.mp4 is missing.",
        ),
        (FILES + "../../etc/passwd\n", "files[0].file: “../../etc/passwd” does not fit"),
        (HOME + "heroo: {}\n", "Did you mean “hero”?"),
        (
            HOME + "hero: {lead: x}\n",
            "“headline” is missing",
        ),
        (HOME + "prose: {text: <p onclick=x>A</p>}\n", "pages.home.blocks[0].prose.text: “<p onclick=” has no place"),
        (HOME + "prose: {text: <script src=x></script>}\n", "“<script” has no place in text."),
        ("tenant: okafor\nbrand: !!python/object:os.system {}\n", "The tag tag:yaml.org,2002:python/object"),
        ("tenant: okafor\n---\ntenant: okafor\n", "The tenant “okafor” is declared twice."),
        ("tenant: Robert'); DROP\n", "m.yaml:1:9: tenant: “Robert'); DROP” does not fit"),
        ("!thing {tenant: okafor}\n", "m.yaml:1:1: The tag !thing has no place here."),
        ("tenants:\n  - !thing {}\n", "m.yaml:2:5: tenants[0]: The tag !thing has no place here."),
        (NEW.replace("nobody-yet", "admin"), "m.yaml:1:1: tenant: “admin” is reserved."),
        (NEW.replace("nobody-yet", "a--b"), "m.yaml:1:1: tenant: Use single hyphens: “a-b”."),
        (NEW.replace("N", "' '"), "say its name and its owner's email"),
        (NEW.replace("ann@example.com", "'<ann@example.com'"), "owner: “<ann@example.com” isn't an email address."),
        ("tenant: okafor\ndomains: [a.example.org, no domain]\n", "domains[1]: “no domain” isn't a domain name."),
        (COURSE + '    author: "a\\0@example.com"\n', "courses[0].author: A null character has no place in text."),
        ("tenant: nobody-yet\n", "There is no tenant “nobody-yet” yet. To make it, say its name"),
        ("", "The file declares no tenant."),
        ("tenant: [okafor\n", "m.yaml:2:1: This is not YAML"),
        ("tenant: okafor\nbrand: {support_email: nowhere}\n", "brand.support_email: Enter a valid email address."),
    ],
)
def test_what_is_wrong_is_named_with_its_place(in_okafor, text, said):
    assert said in refusal(text)


def test_all_problems_are_named_at_once(in_okafor):
    assert len(refusal("tenant: okafor\nbrnd: 1\npagess: 2\ncourses: 3\n").splitlines()) == 3


def test_not_utf8_names_the_line():
    assert refusal(b"tenant: okafor\nname: Caf\xe9\n") == "m.yaml:2:1: This is not UTF-8. Save the file as UTF-8."


def test_a_bomb_of_aliases_is_refused():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
    )

    assert "once its aliases are filled in" in refusal(bomb)


def test_a_circle_of_aliases_is_refused():
    assert "leads to what it is part of" in refusal("tenant: okafor\nbrand: &b {theme: *b}\n")


def test_deep_nesting_is_refused():
    assert "deeper than 40 levels" in refusal("a: " + "[" * 5000 + "]" * 5000)


def test_a_million_pages_are_refused_before_they_are_read_as_yaml(monkeypatch):
    text = "tenant: okafor\npages:\n  home: {title: T}\n  children:\n" + "    - text: {slug: a}\n" * 150_000
    monkeypatch.setattr(yaml, "parse", lambda *args: pytest.fail("It was read."))

    assert "lists more than 20,000 things" in refusal(text)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(BadManifest, match="larger than 4,000,000 bytes"):
        load(path)


def test_a_list_on_one_line_is_counted_before_anything_is_made_of_it(monkeypatch):
    monkeypatch.setattr(yaml, "compose_all", lambda *args: pytest.fail("Something was made of it."))

    assert "holds more than 300,000 values" in refusal(b"a: [" + b"x," * 1_900_000 + b"]")


LESSON = COURSE + "    modules:\n      - title: M\n        lessons:\n          - title: L\n            text: "


@pytest.mark.parametrize("part", ["<a ", "<p>\\n", "> ", "\\n ", " onx", "<a href= ", "linktype='page' ", "<a '"])
def test_no_text_keeps_a_process_busy(in_okafor, part):
    """Eight times the text is at most eight times the work; with a pattern that looks back it would be 64 times."""
    assert _work(in_text=part * (190_000 // len(part))) < 8 * _work(in_text=part * (23_750 // len(part)))


def _work(*, in_text):
    """Seconds of a processor, whatever else it does meanwhile."""
    manifest = f'{LESSON}"<{in_text}"'.encode()
    began = time.process_time()
    for wanted in parse(manifest, "m.yaml", Media(None)):
        plan_for(wanted)
    return time.process_time() - began


def test_text_without_end_is_refused():
    assert "200000 fit" in refusal(f"{LESSON}{'x' * 200_001}\n")


def test_a_name_no_disk_takes_is_missing(in_okafor, tmp_path):
    (tmp_path / "media").mkdir()
    text = f"tenant: okafor\nfiles:\n  - file: {'ö' * 190}.pdf\n"

    with pytest.raises(BadManifest, match="is missing"):
        plan_for(parse(text.encode(), "m.yaml", Media(tmp_path))[0])


def test_a_deleted_tenant_is_not_written_to(in_okafor):
    Tenant.objects.filter(slug="okafor").update(state="deleted")

    assert "tenant: “okafor” is deleted. Restore it first" in refusal("tenant: okafor\nbrand: {strapline: Hi}\n")


def test_a_tenant_in_maintenance_waits(in_okafor):
    Tenant.objects.filter(slug="okafor").update(maintenance_since=timezone.now())

    assert "“okafor” is in maintenance" in refusal("tenant: okafor\nbrand: {strapline: Hi}\n")

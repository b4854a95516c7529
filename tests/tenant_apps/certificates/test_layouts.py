import pytest

from tenant_apps.certificates import actions
from tenant_apps.certificates.layouts import (
    CheckNowhere,
    Field,
    LayoutUnreadable,
    MergeFieldUnknown,
    NameNowhere,
    TooManyFields,
    check_complete,
    merged,
    read_layout,
)
from tenant_apps.certificates.models import CertificateDesign, CertificateEdition
from tenant_apps.certificates.starters import STARTERS
from tenant_apps.certificates.typeset import fitted

pytestmark = pytest.mark.usefixtures("in_okafor")

NAME = {"kind": "text", "x": 5, "y": 40, "w": 80, "text": "{name}", "size": 48}
QR = {"kind": "qr", "x": 80, "y": 80, "w": 8, "h": 11}


def layout(*fields, **changes):
    return {"paper": "a4", "orientation": "landscape", "fields": list(fields) or [NAME, QR], **changes}


@pytest.fixture
def design():
    return actions.set_design(course=None, heading="H", lead="L", wording="finished {course}")


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.code)
def test_starters_can_be_read_and_are_complete(starter):
    read = read_layout(starter.layout.as_json())

    check_complete(read)
    assert read == starter.layout


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"fields": 3},
        layout(paper="napkin"),
        layout(ground="red; } body { x: url(file:///)"),
        layout({**NAME, "x": "NaN"}),
        layout({**NAME, "x": 1e9}),
        layout({**NAME, "colour": "#12345g"}),
        layout({**NAME, "kind": "script"}),
        layout({**NAME, "picture": "../../etc/passwd"}),
        layout({**NAME, "w": True}),
        layout("name"),
    ],
    ids=str,
)
def test_read_layout_refuses_what_cannot_be_drawn(data):
    with pytest.raises(LayoutUnreadable):
        read_layout(data)


def test_read_layout_names_the_merge_field_that_stands_for_nothing():
    with pytest.raises(MergeFieldUnknown, match="{nmae} stands for nothing"):
        read_layout(layout({**NAME, "text": "{nmae}"}))


def test_read_layout_has_room_for_forty():
    with pytest.raises(TooManyFields):
        read_layout(layout(*[NAME] * 41))


@pytest.mark.parametrize(("fields", "refusal"), [([QR], NameNowhere), ([NAME], CheckNowhere)])
def test_check_complete_wants_a_name_and_a_way_to_check(fields, refusal):
    with pytest.raises(refusal):
        check_complete(read_layout(layout(*fields)))


def test_merged_reads_values_once():
    assert merged("{name}, {course}", {"name": "{course}", "course": "C"}) == "{course}, C"


def test_fitted_shrinks_a_long_name_to_two_lines():
    field = Field("text", 0, 0, 80, size=60)

    sizes = [fitted("x" * letters, field, 297) for letters in (5, 25, 80)]

    assert sizes[0] == 60 and 30 <= sizes[1] < 60 and 10 < sizes[2] < 35


def test_set_layout_keeps_what_was_issued(design, certificate, course, sofia):
    issued_with = certificate.edition.contents

    actions.set_layout(design=design, layout=layout(), seen=0)

    certificate.refresh_from_db()
    assert certificate.edition.contents == issued_with != {}
    assert CertificateDesign.objects.get(pk=design.pk).layout["fields"][0]["text"] == "{name}"


def test_set_layout_twice_alike_is_one_edition(design):
    actions.set_layout(design=design, layout=layout(), seen=0)
    actions.set_layout(design=design, layout=layout(), seen=1)

    assert CertificateEdition.objects.filter(design=design).count() == 1


def test_set_layout_from_an_old_page_is_refused(design):
    actions.set_layout(design=design, layout=layout(), seen=0)

    with pytest.raises(actions.DesignChanged):
        actions.set_layout(design=design, layout={}, seen=0)


def test_set_layout_with_a_picture_nobody_added_is_refused(design):
    with pytest.raises(actions.PictureGone):
        actions.set_layout(design=design, layout=layout(picture="00000000-0000-0000-0000-000000000001"), seen=0)


def test_issue_takes_the_design_of_the_day(design, course, sofia):
    actions.set_layout(design=design, layout=layout(), seen=0)

    first = actions.issue(person=sofia, course=course)
    actions.set_design(course=None, heading="Later", lead="L", wording="finished {course}")

    assert first.edition.contents["words"]["heading"] == "H"
    assert first.edition.contents["layout"]["fields"][1]["kind"] == "qr"

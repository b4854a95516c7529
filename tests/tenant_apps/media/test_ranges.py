import pytest

from tenant_apps.media.ranges import Span, Unsatisfiable, read_range


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-9", Span(0, 9)),
        ("bytes=90-", Span(90, 99)),
        ("bytes=-10", Span(90, 99)),
        ("bytes=-500", Span(0, 99)),
        ("bytes=50-500", Span(50, 99)),
        ("bytes=99-99", Span(99, 99)),
        ("Bytes=0-0", Span(0, 0)),
    ],
)
def test_read_range_one_range(header, span):
    assert read_range(header, 100) == span


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=9-2",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=a-b",
        "bytes=٠-٩",
        "bytes=" + "9" * 20 + "-",
    ],
)
def test_read_range_whole_file_when_it_makes_no_sense(header):
    assert read_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_read_range_outside_of_the_file(header):
    with pytest.raises(Unsatisfiable):
        read_range(header, 100)

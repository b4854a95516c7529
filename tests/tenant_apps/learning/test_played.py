from hypothesis import given
from hypothesis import strategies as st

from tenant_apps.learning import played

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def points(found):
    return {second for start, end in found for second in range(start, end)}


@given(spans)
def test_union_holds_the_same_seconds_each_once(given_spans):
    found = played.union(given_spans)

    assert points(found) == points(given_spans)
    assert played.seconds(found) == len(points(given_spans))
    assert all(one[1] < other[0] for one, other in zip(found, found[1:], strict=False))


@given(spans, spans)
def test_without_is_what_is_new(given_spans, known):
    found = played.without(given_spans, played.union(known))

    assert points(found) == points(given_spans) - points(known)
    assert played.seconds(found) == len(points(found))


@given(spans, st.integers(-5, 80))
def test_first_believes_no_more_than_it_may(given_spans, most):
    found = played.first(played.union(given_spans), most)

    assert points(found) <= points(given_spans)
    assert played.seconds(found) == max(0, min(most, len(points(given_spans))))

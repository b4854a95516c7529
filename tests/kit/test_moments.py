"""Years that nobody means: typed, sent by programs, or written in a manifest."""

import pytest
from django import forms
from rest_framework import serializers

from marque.kit.api import moments as sent
from marque.kit.moments import DayField, WallField

TOO_FAR = ["0001-01-01", "1999-12-31", "2201-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", TOO_FAR)
def test_a_year_no_calendar_has_is_refused(day):
    for field, said in ((DayField(), day), (WallField(), f"{day}T23:59")):
        with pytest.raises(forms.ValidationError, match="2000 to 2200|datetime"):
            field.clean(said)
    for field, said in ((sent.DayField(), day), (sent.MomentField(), f"{day}T23:59:00Z")):
        with pytest.raises(serializers.ValidationError, match="2000 to 2200"):
            field.run_validation(said)


def test_other_years_are_taken():
    assert DayField().clean("2200-12-31").year == WallField().clean("2200-12-31T23:59").year == 2200
    assert sent.DayField().run_validation("2000-01-01").year == 2000

"""An expected failure, and where a form shows it."""

from django import forms

from marque.kit.errors import Refused


class NameForm(forms.Form):
    name = forms.CharField()


def test_show_in_blames_the_field_of_that_name() -> None:
    form = NameForm({"name": "Ann"})

    Refused("Taken.", field="name").show_in(form)

    assert form.errors == {"name": ["Taken."]}


def test_show_in_without_such_a_field_blames_the_whole_form() -> None:
    form = NameForm({"name": "Ann"})

    Refused("Closed.", field="day").show_in(form)
    Refused("Late.").show_in(form)

    assert form.errors == {"__all__": ["Closed.", "Late."]}

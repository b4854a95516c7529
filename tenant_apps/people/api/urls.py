"""People in the API."""

from django.urls import path

from tenant_apps.people.api import resources as people

resources = [
    path("people/", people.People.as_view(), name="people"),
    path("people/<uuid:person_id>/", people.OnePerson.as_view(), name="person"),
]

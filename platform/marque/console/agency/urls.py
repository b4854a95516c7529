"""`/agency/`."""

from django.urls import path

from marque.console.agency import shelf, views

urlpatterns = [
    path("", views.list_tenants, name="agency"),
    path("new/", views.new_tenant, name="agency_new_tenant"),
    path("operations/", views.list_operations, name="agency_operations"),
    path("operations/<uuid:operation_id>/", views.show_operation, name="agency_operation"),
    path("blueprints/", shelf.list_blueprints, name="agency_blueprints"),
    path("tokens/", views.list_tokens, name="agency_tokens"),
    path("tokens/<uuid:token_id>/revocation/", views.revoke_token, name="agency_revoke_token"),
]

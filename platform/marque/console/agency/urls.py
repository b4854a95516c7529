"""`/agency/`."""

from django.urls import path

from marque.console.agency import prices, shelf, views

urlpatterns = [
    path("", views.list_tenants, name="agency"),
    path("new/", views.new_tenant, name="agency_new_tenant"),
    path("operations/", views.list_operations, name="agency_operations"),
    path("operations/<uuid:operation_id>/", views.show_operation, name="agency_operation"),
    path("blueprints/", shelf.list_blueprints, name="agency_blueprints"),
    path("prices/", prices.list_codes, name="agency_prices"),
    path("prices/<str:code>/end/", prices.end_code, name="agency_end_code"),
    path("tokens/", views.list_tokens, name="agency_tokens"),
    path("tokens/<uuid:token_id>/revocation/", views.revoke_token, name="agency_revoke_token"),
]

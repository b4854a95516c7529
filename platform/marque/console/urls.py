"""Sign-up, and the operators' pages inside the console."""

from django.urls import path

from marque.console import lifecycle, sign_up, views, waves

urlpatterns = [
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/<uuid:operation_id>/", sign_up.sign_up_progress, name="sign_up_progress"),
    path("console/", views.list_tenants, name="console_tenants"),
    path("console/tenants/new/", views.new_tenant, name="console_new_tenant"),
    path("console/tenants/<slug:slug>/", views.show_tenant, name="console_tenant"),
    path("console/tenants/<slug:slug>/suspension/", views.suspend, name="console_suspend"),
    path("console/tenants/<slug:slug>/resumption/", views.resume, name="console_resume"),
    *(
        path(f"console/tenants/<slug:slug>/{name}/", lifecycle.confirm, {"name": name}, name=f"console_{name}")
        for name in lifecycle.ACTS
    ),
    path("console/waves/", waves.show_wave, name="console_wave"),
    path("console/operations/<uuid:operation_id>/", views.show_operation, name="console_operation"),
    path("console/audit/", views.list_audit, name="console_audit"),
]

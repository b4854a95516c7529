"""/portfolios/…: works that learners show."""

from django.urls import path

from tenant_apps.assessments.views import portfolios

app_name = "portfolios"
urlpatterns = [
    path("", portfolios.index, name="index"),
    path("mine/", portfolios.mine, name="mine"),
    path("mine/address/", portfolios.address, name="address"),
    path("mine/pieces/", portfolios.pieces, name="pieces"),
    path("mine/pieces/<uuid:piece>/", portfolios.piece, name="piece"),
    path("<slug:address>/", portfolios.portfolio, name="portfolio"),
    path("<slug:address>/works/<uuid:work>/<str:name>", portfolios.work, name="work"),
    path("<slug:address>/pieces/<uuid:piece>/report/", portfolios.report, name="report"),
]

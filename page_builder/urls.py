"""/sitemap.xml, /robots.txt, /manifest.webmanifest, and the pictures of pages."""

from django.urls import path

from page_builder import views

app_name = "page_builder"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("media/tenants/<uuid:tenant>/images/<str:name>", views.picture, name="picture"),
]

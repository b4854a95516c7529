"""A brand's own addresses; those with a hash never change what they answer."""

from django.urls import path, re_path

from themes import views

app_name = "themes"
urlpatterns = [
    path("brand/specimen/", views.specimen, name="specimen"),
    re_path(r"^brand/(?P<version>[0-9a-f]{16})\.css$", views.stylesheet, name="stylesheet"),
    re_path(r"^brand/(?P<version>[0-9a-f]{16})-studio\.css$", views.studio_stylesheet, name="studio_stylesheet"),
    re_path(r"^brand/(?P<version>[0-9a-f]{8})-icon\.svg$", views.icon, name="icon"),
    re_path(
        r"^brand/(?P<version>[0-9a-f]{8})-icon-(?P<side>180|192|512)\.png$", views.home_screen_icon, name="touch_icon"
    ),
    re_path(r"^brand/(?P<version>[0-9a-f]{16})-logo\.png$", views.logo, name="logo"),
    re_path(
        r"^covers/(?P<style>[a-z]+)/(?P<seed>[0-9a-f]{24})-(?P<size>[a-z]+)-(?P<version>[0-9a-f]{8})\.svg$",
        views.cover,
        name="cover",
    ),
    path("account/menu/", views.account_menu, name="account_menu"),
]

"""/learn/my/…: what a learner keeps."""

from django.urls import path

from tenant_apps.place import views, views_agenda, views_device, views_finding, views_wishes

app_name = "place"
urlpatterns = [
    path("worker.js", views_device.worker, name="worker"),
    path("my/offline/", views_device.offline, name="offline"),
    path("my/offline/<slug:course>/", views_device.plan, name="plan"),
    path("my/device/", views_device.device, name="device"),
    path("my/continue/", views_agenda.go_on, name="continue"),
    path("my/agenda/", views_agenda.agenda, name="agenda"),
    path("my/wishes/", views_wishes.wishes, name="wishes"),
    path("my/reminders/<str:token>/", views_wishes.reminder_stop, name="reminder_stop"),
    path("my/due/<str:token>/", views_wishes.due_stop, name="due_stop"),
    path("my/live/<str:token>/", views_wishes.live_stop, name="live_stop"),
    path("my/acts/", views.acts, name="acts"),
    path("my/notes/", views.notes, name="notes"),
    path("my/notes.md", views.export, name="export"),
    path("my/search/", views_finding.search, name="search"),
    path("my/calendar/", views_finding.calendar, name="calendar"),
    path("my/calendar/address/", views_finding.calendar_address, name="calendar_address"),
    path("my/calendar/<str:token>.ics", views_finding.ics, name="ics"),
]

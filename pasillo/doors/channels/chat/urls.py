"""The addresses of chat: those that visitors' browsers ask, and our own pages about it."""

from django.urls import URLPattern, URLResolver, path

from pasillo.doors.channels.chat import office, shown, talking, turns

app_name = "chat"
urlpatterns: list[URLPattern | URLResolver] = [
    path("chat/<slug:key>.js", shown.script, name="script"),
    path("chat/<slug:key>/frame", shown.frame, name="frame"),
    path("chat/<slug:key>/try", shown.attempt, name="try"),
    path("chat/<slug:key>/talk", talking.talk, name="talk"),
    path("chat/<slug:key>/messages", talking.say, name="messages"),
    path("chat/<slug:key>/proof", talking.prove, name="proof"),
    path("chat/<slug:key>/here", talking.here, name="here"),
    path("chat/<slug:key>/files/<int:file_id>", talking.file, name="file"),
    path("app/chats", turns.show, name="turns"),
    path("app/chats/turn", turns.take, name="turn"),
    path("app/admin/channels/chat/new", office.new, name="new-widget"),
    path("app/admin/channels/chat/<int:account_id>", office.one, name="widget"),
    path("app/admin/channels/chat/<int:account_id>/secret", office.secret, name="widget-secret"),
]

"""The addresses of the mail door."""

from django.urls import URLPattern, URLResolver, path

from pasillo.doors.channels.email import consent, frame, held_page, mailboxes, posted, undelivered

app_name = "email"
urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/<int:message_id>/html", frame.show, name="html"),
    path("hooks/mail/<slug:key>", posted.post, name="post"),
    path("app/held", held_page.show, name="held"),
    path("app/held/<int:inbound_id>", held_page.decide, name="decide"),
    path("app/mailboxes", mailboxes.show, name="mailboxes"),
    path("app/mailboxes/undelivered", undelivered.show, name="undelivered"),
    path("app/mailboxes/unread/<int:inbound_id>", mailboxes.read_again, name="read-again"),
    path("app/mailboxes/new", mailboxes.edit, name="new-mailbox"),
    path("app/mailboxes/connected", consent.back, name="consent-back"),
    path("app/mailboxes/<int:mailbox_id>", mailboxes.edit, name="mailbox"),
    path("app/mailboxes/<int:mailbox_id>/test", mailboxes.attempt, name="mailbox-test"),
    path("app/mailboxes/<int:mailbox_id>/connect", consent.begin, name="connect"),
]

"""The addresses that belong to every door: signing in and out, language, light, health."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from pasillo.doors.shell import choices, files, health, reports, sign_in, sign_in_by_link
from pasillo.doors.shell.account import factors, profile, proof, security
from pasillo.doors.shell.entering import letters, passkeys, providers, second
from pasillo.doors.shell.watching import page as figures

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", sign_in.show, name="sign-in"),
    path("sign-in/as/<int:person_id>", sign_in.as_example, name="sign-in-as"),
    path("sign-in/link", sign_in_by_link.ask, name="sign-in-link"),
    path("sign-in/link/<str:token>", sign_in_by_link.confirm, name="sign-in-confirm"),
    path("sign-in/passkey", passkeys.finish, name="passkey"),
    path("sign-in/passkey/question", passkeys.begin, name="passkey-question"),
    path("sign-in/second", second.show, name="second"),
    path("sign-in/with/<int:provider_id>", providers.begin, name="provider"),
    path("sign-in/with/<int:provider_id>/back", providers.back, name="provider-back"),
    path("sign-up", letters.sign_up, name="sign-up"),
    path("sign-up/<str:token>", letters.sign_up_confirm, name="sign-up-confirm"),
    path("password", letters.forgotten, name="password-forgotten"),
    path("password/<str:token>", letters.new_password, name="password-new"),
    path("invitation/<str:token>", letters.invitation, name="invitation"),
    path("account", profile.show, name="account"),
    path("account/wishes", profile.wishes, name="wishes"),
    path("account/proof", proof.show, name="proof"),
    path("account/security", security.show, name="security"),
    path("account/password", security.password, name="password"),
    path("account/passkeys", factors.add_passkey, name="passkeys"),
    path("account/passkeys/question", factors.begin_passkey, name="new-passkey-question"),
    path("account/passkeys/<int:passkey_id>/removal", factors.remove_passkey, name="passkey-removal"),
    path("account/codes", factors.codes, name="codes"),
    path("account/codes/removal", factors.remove_codes, name="codes-removal"),
    path("account/codes/paper", factors.new_paper, name="paper"),
    path("account/sessions/end", security.leave_all, name="sessions-end"),
    path("account/sessions/<int:session_id>/end", security.leave_one, name="session-end"),
    path("account/identities/<int:identity_id>/removal", security.unlink, name="identity-removal"),
    path("sign-out", sign_in.out, name="sign-out"),
    path("language", choices.language, name="language"),
    path("theme", choices.theme, name="theme"),
    path("health", health.show, name="health"),
    path("metrics", figures.show, name="metrics"),
    path("files/<int:file_id>", files.show, name="file"),
]
if settings.TESTING:
    urlpatterns.append(path("csp-reports", reports.show, name="csp-reports"))

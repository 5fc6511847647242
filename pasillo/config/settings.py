"""Everything that can be set, read from the environment once."""

import os
from pathlib import Path

from pasillo.config.keys import secret_key
from pasillo.config.places import data_folder, database

PACKAGE = Path(__file__).resolve().parents[1]
DATA = data_folder()

SECRET_KEY = secret_key(DATA)
DEBUG = False
TESTING = bool(os.environ.get("PASILLO_TESTING"))
API_PER_MINUTE = int(os.environ.get("PASILLO_API_PER_MINUTE", "600"))
EXAMPLE = bool(os.environ.get("PASILLO_EXAMPLE"))
ORGANISATION = os.environ.get("PASILLO_ORGANISATION", "Pasillo")
BASE_URL = os.environ.get("PASILLO_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("PASILLO_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "pasillo.ground.hours",
    "pasillo.ground.journal",
    "pasillo.ground.people",
    "pasillo.ground.files",
    "pasillo.ground.effects",
    "pasillo.ground.intake",
    "pasillo.strategy.catalogue",
    "pasillo.strategy.objectives",
    "pasillo.operations.conversations",
    "pasillo.operations.cases",
    "pasillo.operations.promises",
    "pasillo.operations.routing",
    "pasillo.operations.voice",
    "pasillo.operations.macros",
    "pasillo.operations.bookings",
    "pasillo.operations.faults",
    "pasillo.operations.approvals",
    "pasillo.operations.purchases",
    "pasillo.operations.letters",
    "pasillo.operations.alarms",
    "pasillo.operations.history",
    "pasillo.operations.calls",
    "pasillo.measurement.stories",
    "pasillo.measurement.reports",
    "pasillo.improvement.ideas",
    "pasillo.doors.shell",
    "pasillo.doors.portal",
    "pasillo.doors.desk",
    "pasillo.doors.cockpit",
    "pasillo.doors.api",
    "pasillo.doors.channels.email",
    "pasillo.doors.channels.messaging",
    "pasillo.doors.channels.whatsapp",
    "pasillo.doors.channels.telegram",
    "pasillo.doors.channels.sms",
    "pasillo.doors.channels.messenger",
    "pasillo.doors.channels.instagram",
    "pasillo.doors.channels.line",
    "pasillo.doors.channels.slack",
    "pasillo.doors.channels.mastodon",
    "pasillo.doors.channels.reviews",
    "pasillo.doors.channels.teams",
    "pasillo.doors.channels.webhooks",
    "pasillo.doors.channels.chat",
    "pasillo.doors.channels.phone",
    "pasillo.doors.console",
]

MIDDLEWARE = [
    "pasillo.doors.shell.watching.counting.Counted",
    "pasillo.doors.shell.middleware.Protected",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pasillo.doors.shell.no_room.RoomLeft",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pasillo.doors.shell.staying.StillHere",
    "pasillo.doors.shell.languages.TheirLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pasillo.doors.shell.middleware.NeverEmpty",
]
CSRF_FAILURE_VIEW = "pasillo.doors.shell.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

ROOT_URLCONF = "pasillo.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(folder) for folder in PACKAGE.glob("doors/**/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "pasillo.doors.shell.jinja.environment",
            "context_processors": ["pasillo.doors.shell.form_token.form_token"],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": PLAIN if TESTING else "pasillo.config.static.FingerprintedFiles"},
}
WHITENOISE_USE_FINDERS = TESTING
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
HOUSE_ZONE = os.environ.get("PASILLO_ZONE", "UTC" if TESTING else "")

SESSION_ENGINE = "pasillo.doors.shell.kept_sessions"
SESSION_COOKIE_AGE = 7 * 86400
SESSION_IDLE_SECONDS = int(os.environ.get("PASILLO_IDLE_HOURS", "8")) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_HTTPONLY = True
# A browser takes such a name only over https, for the whole of one host, and from no neighbour below the same domain.
OURS_ALONE = "__Host-" if SESSION_COOKIE_SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{OURS_ALONE}sessionid", f"{OURS_ALONE}csrftoken"
LOGIN_URL = "shell:sign-in"
INTERNAL_HOSTS = tuple(filter(None, os.environ.get("PASILLO_INTERNAL_HOSTS", "").split(",")))

DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000  # two thousand dates of a calendar, each with its hours and its reason
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

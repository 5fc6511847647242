"""The product's settings for tests: its own database server in memory, never somebody's data."""

import os

from tests.keeper import folder

os.environ["PASILLO_TESTING"] = "1"
os.environ["PASILLO_DATA"] = str(folder())
os.environ.pop("DATABASE_URL", None)
os.environ.pop("PASILLO_DB_ROLE", None)

from pasillo.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
API_PER_MINUTE = 0  # stories ask more in a minute than any machine

"""A neighbour below the same domain cannot plant a session in Marta's browser: the name of the cookie forbids it."""

import json
import os
import subprocess
import sys

import pytest

ASKED = """
import json
from django.conf import settings
print(json.dumps([settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                  settings.CSRF_COOKIE_HTTPONLY, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN]))
"""


@pytest.mark.parametrize(
    ("address", "names", "secure"),
    [
        ("https://help.nidalia.example", ["__Host-sessionid", "__Host-csrftoken"], True),
        ("http://localhost:8000", ["sessionid", "csrftoken"], False),
    ],
)
def test_a_house_behind_https_takes_its_cookies_from_its_own_host_alone(address, names, secure):
    world = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PASILLO_BASE_URL": address}
    told = subprocess.run([sys.executable, "-c", ASKED], env=world, capture_output=True, text=True, check=True).stdout
    assert json.loads(told.splitlines()[-1]) == [*names, secure, True, "/", None]

"""Which version of the product this is, and whether a backup can be read by it."""

import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


def product_version() -> str:
    """As it was installed; run from its sources, as they say."""
    try:
        return version("pasillo")
    except PackageNotFoundError:
        found: str = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
        return found


def unknown_steps(steps: Iterable[Iterable[str]]) -> list[str]:
    """The steps of the tables that this version has never heard of: it is older than what has written them."""
    import django

    django.setup()
    from django.db.migrations.loader import MigrationLoader

    known = set(MigrationLoader(None).disk_migrations or ())
    ours = {app for app, _ in known}
    return [f"{app} {name}" for app, name in steps if app in ours and (app, name) not in known]

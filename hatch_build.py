"""How the wheel is made: it names what it stands on from our one list, and takes the words, icons and letters along."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent
WORDS = "pasillo/locale/{}/LC_MESSAGES/django.mo"
ICONS = "pasillo/doors/shell/static/shell/icons/sprite.svg"


class FromOurList(MetadataHookInterface):
    """The dependencies stand in requirements/runtime.in and nowhere else."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements/runtime.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in map(str.strip, lines) if line and not line.startswith("#")]


class NothingForgotten(BuildHookInterface[Any]):
    """A wheel without words or icons would start and look broken: it is not made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        wanted = [ICONS, *(WORDS.format(language) for language in ("es", "id"))]
        missing = [path for path in wanted if not (ROOT / path).exists()]
        if missing:
            raise SystemExit(f"Not made yet: {', '.join(missing)}. Run `make wheel`.")

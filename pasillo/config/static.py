"""Files for browsers bear a fingerprint in their name, so that they are kept for ever and never stale."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedFiles(CompressedManifestStaticFilesStorage):
    """Forgives a file that is not there: without Node there are no fonts, and pages still work."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name

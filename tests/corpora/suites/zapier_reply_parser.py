"""Replies cut into fragments, as another house reads the same mails."""

from tests.corpora.suites.github_reply_parser import check

__all__ = ["check"]

"""The files of the embedded server: made once, and its settings written anew at every start."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from pwd import struct_passwd
from typing import Any

from pasillo.config.postgres.access import private_folder
from pasillo.config.postgres.binaries import version
from pasillo.config.postgres.trouble import Trouble

SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = {connections}
shared_buffers = {buffers}MB
effective_cache_size = {cache}MB
work_mem = 16MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
wal_compression = on
max_wal_size = {longest_log}MB
min_wal_size = {shortest_log}MB
checkpoint_timeout = 15min
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.02
track_io_timing = on
log_min_duration_statement = 500ms
log_lock_waits = on
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
idle_in_transaction_session_timeout = 60s
timezone = 'UTC'
log_timezone = 'UTC'
"""


def prepare(home: Path, files: Path, account: struct_passwd | None, settings: Mapping[str, str]) -> None:
    """Makes the cluster when there is none, and writes our settings beside the server's own."""
    if not (files / "PG_VERSION").exists():
        _make(home, files, account)
    _check_version(home, files)
    lines = [SETTINGS.format(**_sizes(files)), *(f"{name} = {value}\n" for name, value in settings.items())]
    _write_whole(files / "pasillo.conf", "".join(lines))


def _write_whole(path: Path, words: str) -> None:
    """On a full disk the settings of the last start stay: half of them would be worse than old ones."""
    if path.exists() and path.read_text() == words:
        return
    half = path.with_suffix(".half")
    try:
        half.write_text(words)
        half.chmod(0o644)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        if not path.exists():
            raise


def as_account(account: struct_passwd | None) -> dict[str, Any]:
    """The arguments that make a child process run as this account; none when we are not root."""
    if account is None or os.geteuid() != 0:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _make(home: Path, files: Path, account: struct_passwd | None) -> None:
    private_folder(files, account)
    modern = version(home) >= 17
    sorting: list[str] = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else []
    done = subprocess.run(
        [str(home / "bin" / "initdb"), "-D", str(files), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        + ["--locale=C.UTF-8", "--data-checksums", *sorting],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        **as_account(account),
    )
    if done.returncode:
        raise Trouble(f"The database could not be prepared in {files}: {done.stderr.strip()[-400:]}")
    with open(files / "postgresql.conf", "a") as file:
        file.write("\ninclude_if_exists = 'pasillo.conf'\ninclude_if_exists = 'own.conf'\n")


def _check_version(home: Path, files: Path) -> None:
    made_by, now = int((files / "PG_VERSION").read_text()), version(home)
    if made_by != now:
        raise Trouble(
            f"The data in {files} is of PostgreSQL {made_by}, the programs found are {now}. "
            f"Set PASILLO_PG_HOME to a PostgreSQL {made_by}."
        )


def _sizes(files: Path) -> dict[str, int]:
    disk = shutil.disk_usage(files).total // 2**20
    longest_log = max(48, min(4096, disk // 10))
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "connections": 100,
        "buffers": max(64, min(2048, megabytes // 8)),
        "cache": max(256, megabytes // 2),
        "longest_log": longest_log,
        "shortest_log": max(32, min(128, longest_log // 2)),
    }

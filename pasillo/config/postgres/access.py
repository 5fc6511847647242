"""Who may walk to a file: the server runs as another account than root and must reach its folder."""

import os
from pathlib import Path
from pwd import struct_passwd


def may_enter(path: Path, account: struct_passwd) -> bool:
    """Whether the account may walk down every folder to this path, and into it."""
    steps = [path, *path.parents]
    return all(_may(step, account) for step in steps)


def private_folder(path: Path, account: struct_passwd | None) -> None:
    """Makes a folder for this account alone; refuses one that somebody else has put there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    wanted = account.pw_uid if account else os.geteuid()
    if path.is_symlink() or found.st_uid not in {os.geteuid(), wanted}:
        raise PermissionError(f"{path} belongs to somebody else. Remove it, or set PASILLO_RUN to another folder.")
    os.chmod(path, 0o700)
    if found.st_uid != wanted:
        os.chown(path, wanted, account.pw_gid if account else -1)


def _may(step: Path, account: struct_passwd) -> bool:
    found = step.stat()
    if found.st_uid == account.pw_uid:
        return bool(found.st_mode & 0o100)
    if found.st_gid == account.pw_gid:
        return bool(found.st_mode & 0o010)
    return bool(found.st_mode & 0o001)

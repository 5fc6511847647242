"""A real Dovecot in a folder of its own, for one user, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAM = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)

CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{home}/mail
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
"""


class Dovecot:
    """Started with `with`; `deliver` puts a mail into the inbox."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port = free_port()

    def __enter__(self):
        owner, group = ("nobody", "nogroup") if os.geteuid() == 0 else (os.environ["USER"], os.environ["USER"])
        import grp
        import pwd

        uid, gid = pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid
        inbox = self.home / "mail"
        for part in ("cur", "new", "tmp"):
            (inbox / part).mkdir(parents=True)
        for path in (self.home, inbox, *inbox.iterdir()):
            os.chown(path, uid, gid)
        self.owner = uid, gid
        given = {"home": self.home, "user": owner, "group": group, "uid": uid, "gid": gid, "port": self.port}
        (self.home / "dovecot.conf").write_text(CONFIG.format(**given))
        self.process = subprocess.Popen([PROGRAM, "-F", "-c", str(self.home / "dovecot.conf")])
        self._wait()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def deliver(self, raw):
        """One mail into the inbox."""
        name = f"{time.time_ns()}.x.test"
        path = self.home / "mail" / "new" / name
        path.write_bytes(raw)
        os.chown(path, *self.owner)
        return name

    def make_anew(self):
        """The folder is made anew, as after a restore: other UIDVALIDITY, the same mails."""
        for file in (self.home / "mail").glob("dovecot*"):
            file.unlink()

    @property
    def flags(self):
        """The flags in the names of the files, S for seen."""
        return sorted(path.name.partition(":2,")[2] for path in (self.home / "mail" / "cur").iterdir())

    def _wait(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError((self.home / "log").read_text() if (self.home / "log").exists() else "no log")


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]

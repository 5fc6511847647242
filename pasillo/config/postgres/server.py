"""Starts the embedded server as our child and stops it with us; a second one joins the server that runs."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from pasillo.config.children import dies_with_parent
from pasillo.config.places import server_account, short_name, socket_folder
from pasillo.config.postgres import binaries
from pasillo.config.postgres.access import may_enter, private_folder
from pasillo.config.postgres.cluster import as_account, prepare
from pasillo.config.postgres.trouble import Trouble

PATIENCE = 600.0  # a long recovery after a power cut is no reason to give up
LONGEST_LOG = 20 * 2**20


class Server:
    """One embedded PostgreSQL for one data folder."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.settings = settings or {}
        self.account = server_account()
        self.socket = socket_folder(data)
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def start(self) -> bool:
        """Starts the server and waits until it answers. False: another process has it running already."""
        self.data.mkdir(parents=True, exist_ok=True)
        if not self._take_lock():
            return self._join()
        place = self._place()
        self.home = binaries.within_reach(binaries.find(), self.account, place / "programs")
        self.files = place / "postgres"
        prepare(self.home, self.files, self.account, self.settings)
        self._private_socket()
        self.launch()
        return True

    def launch(self) -> None:
        """Runs the server program; also used to run it again after it died."""
        with open(self._log(), "ab") as log:
            self.process = subprocess.Popen(
                [self.home / "bin" / "postgres", "-D", self.files, "-k", self.socket],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=dies_with_parent(signal.SIGINT),
                start_new_session=True,
                cwd="/",
                **as_account(self.account),
            )
        self._wait_until_ready()

    def stop(self, patience: float = 4.0) -> None:
        """Stops quickly and cleanly: connections end, everything committed is kept."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # without a checkpoint: the next start recovers
                self.process.wait(10)
            with contextlib.suppress(OSError):
                self.socket.rmdir()
        self._let_go()

    def ready(self) -> bool:
        """Whether the server takes connections."""
        program = binaries.find() / "bin" / "pg_isready"
        asked = [str(program), "-q", "-h", str(self.socket), "-U", "postgres", "-d", "postgres"]
        return subprocess.run(asked).returncode == 0

    def _join(self) -> bool:
        """Waits for the other process's server; takes over when that process dies meanwhile."""
        end = time.monotonic() + PATIENCE
        while not self.ready():
            if time.monotonic() > end:
                raise Trouble(f"Another process holds {self.data} but its database does not answer.")
            time.sleep(0.05)
            if self._take_lock():
                self._let_go()
                return self.start()
        return False

    def _take_lock(self) -> bool:
        self._lock = open(self.data / "postgres.lock", "w")  # noqa: SIM115 - held as long as we run
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel lets go when its holder dies
        except BlockingIOError:
            self._let_go()
            return False
        return True

    def _let_go(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process and self.process.poll() is not None:
                raise Trouble(f"The database stopped at its start: {self._last_words()}")
            if self.ready():
                return
            time.sleep(0.03)
        raise Trouble(f"The database did not answer; see {self.data / 'postgres.log'}.")

    def _place(self) -> Path:
        """The data folder, or one that the server's account can reach when ours is closed to it."""
        if self.account is None or os.geteuid() != 0 or may_enter(self.data, self.account):
            return self.data
        place = Path("/var/lib/pasillo") / short_name(self.data)
        for folder in (place.parent, place):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)
        if not may_enter(place, self.account):
            raise Trouble(f"Neither {self.data} nor {place} can be reached by the account {self.account.pw_name}.")
        with contextlib.suppress(FileExistsError):
            (self.data / "postgres").symlink_to(place / "postgres")
        return place

    def _log(self) -> Path:
        log = self.data / "postgres.log"
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.before"))
        return log

    def _private_socket(self) -> None:
        try:
            private_folder(self.socket, self.account)
        except PermissionError as reason:
            raise Trouble(str(reason)) from reason

    def _last_words(self) -> str:
        lines = (self.data / "postgres.log").read_text(errors="replace").splitlines()
        return " / ".join(line for line in lines[-6:] if "FATAL" in line or "HINT" in line)[-400:]

"""Lets the environment's Python find this working copy, and gives it the command `pasillo`. Builds nothing."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = """#!{python}
import sys

from pasillo.config.main import main

sys.exit(main())
"""

(Path(sysconfig.get_path("purelib")) / "pasillo.pth").write_text(f"{ROOT}\n")
command = Path(sysconfig.get_path("scripts")) / "pasillo"
command.write_text(COMMAND.format(python=sys.executable))
command.chmod(0o755)

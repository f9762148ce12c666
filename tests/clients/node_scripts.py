"""Scripts for Node, run where the clients that they import are installed."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.clients.installing import node_modules

_SCRIPTS = Path(__file__).parent / "node"


def command_of(script: str) -> list[str]:
    """Return the command that runs *script*.

    A module that is handed over as text finds its libraries where the command runs, which is
    where the clients are installed.
    """
    return ["node", "--input-type=module", "--eval", (_SCRIPTS / script).read_text()]


def environment_of(described: Mapping[str, str], ca_file: str) -> dict[str, str]:
    """Return the environment in which a script finds *described* as `CLIENT`."""
    return {**os.environ, "CLIENT": json.dumps(described), "NODE_EXTRA_CA_CERTS": ca_file}


def run(script: str, ca_file: str, described: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON that a script prints."""
    ran = subprocess.run(
        command_of(script),
        cwd=node_modules(),
        env=environment_of(described, ca_file),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told

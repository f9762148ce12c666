"""`python -m benchmarks`: every benchmark on every database, with the given arguments."""

import subprocess
import sys
from pathlib import Path

for module in ("access_decisions", "tokens", "pages", "sign_ins"):
    subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}"],
        check=True,
        cwd=Path(__file__).parent.parent,
    )
for kind in ("sqlite", "postgresql"):
    script = Path(__file__).with_name("initial_cycle.py")
    subprocess.run([sys.executable, str(script), "--database", kind, *sys.argv[1:]], check=True)

"""The demo in an installation that has no table yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_demo_makes_the_tables_of_a_fresh_installation_itself(tmp_path: Path):
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "jiezhi", "demo", "--scale", "0"],
        env={**environ, "JIEZHI_VAR": str(tmp_path), "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no such table" not in done.stderr
    assert "--scale is a number from 1 to 100" in done.stderr

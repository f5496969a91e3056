"""Scripts are served as they are written: nothing else would say that one cannot be read."""

import subprocess

import pytest

from tests.ui.conftest import ROOT


@pytest.mark.parametrize("script", sorted((ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_browser_can_read_every_script(script):
    read = subprocess.run(["node", "--check", str(script)], capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr

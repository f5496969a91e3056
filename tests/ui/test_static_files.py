"""What is served: nothing of central government's own marks or typeface, and nothing from elsewhere."""

import gzip
import re

from tests.ui.conftest import ROOT

BUILD = ROOT / "static" / "build"
TEXTS = [path for path in BUILD.rglob("*") if path.suffix in {".css", ".js", ".svg"}]


def test_nothing_served_carries_the_marks_of_central_government():
    for path in TEXTS:
        assert not re.search("GDS Transport|crown|crest", path.read_text(), re.IGNORECASE), path


def test_no_file_of_the_design_systems_assets_is_served():
    names = {path.name for path in BUILD.rglob("*") if path.is_file()}
    assert not any(name.startswith(("light-", "bold-", "govuk-icon", "govuk-opengraph")) for name in names)
    assert not (BUILD / "fonts").exists()


def test_styles_name_only_files_that_are_there():
    for path in BUILD.glob("*.css"):
        for address in re.findall(r"url\(\"?([^)\"]+)", path.read_text()):
            assert (BUILD / address).exists(), address


def test_styles_and_scripts_load_nothing_from_elsewhere():
    for path in BUILD.rglob("*.css"):
        assert not re.search(r"@import|url\(\W?(http|//)", path.read_text())
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert "http" not in path.read_text()


def test_styles_stay_small():
    assert len(gzip.compress((BUILD / "portal.css").read_bytes())) < 25_000


def test_package_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()

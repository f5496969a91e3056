"""Scripts as production serves them: nothing is bundled, so every import of a module has to lead to its new name."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from lscp_portal.settings import base
from tests.ui.conftest import ROOT

NAMED = re.compile(r"<script type=\"module\" src=\"{% static '([^']+)' %}\">")
# Any way to import from a file: looser than the storage's own pattern, so that one it misses is found here.
IMPORTED = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    """The folder of static files, made as for production."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"staticfiles": base.STORAGES["staticfiles"]}
    call_command("collectstatic", "--no-input", verbosity=0)
    return tmp_path


def modules_of_pages() -> set[str]:
    return {name for page in (ROOT / "templates").rglob("*.html") for name in NAMED.findall(page.read_text())}


def test_every_import_of_every_module_leads_to_a_name_of_its_content(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    waiting = [collected / names[name] for name in sorted(modules_of_pages())]
    followed: set[Path] = set()
    while waiting:
        module = waiting.pop()
        if module in followed:
            continue
        followed.add(module)
        assert HASHED.search(module.name), f"{module.name} is kept for ever under a name that does not change"
        for address in IMPORTED.findall(module.read_text()):
            target = (module.parent / address).resolve()
            assert address.startswith("./"), f"{module.name} imports {address}"
            assert target.is_file(), f"{module.name} imports {address}, which is not there"
            waiting.append(target)
    plain = {HASHED.sub(".js", module.name) for module in followed}
    assert {"autosave.js", "drafts.js", "answer-form.js", "sending.js", "presence.js", "portal.js"} <= plain
    assert "govuk-frontend.min.js" in plain


def test_a_changed_module_changes_the_name_of_whoever_imports_it(collected, settings, tmp_path_factory):
    before = json.loads((collected / "staticfiles.json").read_text())["paths"]
    changed = tmp_path_factory.mktemp("build")
    for file in Path(base.STATICFILES_DIRS[0]).rglob("*.js"):
        copy = changed / file.relative_to(base.STATICFILES_DIRS[0])
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text() + ("// another release\n" if file.name == "sending.js" else ""))
    settings.STATICFILES_DIRS = [changed]
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("collected"))
    call_command("collectstatic", "--no-input", verbosity=0)
    after = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]
    assert after["js/autosave.js"] != before["js/autosave.js"]
    assert after["js/presence.js"] == before["js/presence.js"]

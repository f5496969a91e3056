"""The papers are true: pictures exist and are used, links lead somewhere, commands are there."""

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAPERS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)")
PROMISED = {
    "create_partnership", "demo_accounts", "export_framework", "import_gias", "invite", "load_framework",
    "prepare_database", "relay_outbox", "seed_demo", "verify_audit_trail", "verify_published", "write_papers",
}  # fmt: skip


def links(paper):
    return [link for link in LINK.findall(paper.read_text("utf-8")) if not link.startswith(("http", "mailto"))]


def test_every_link_and_picture_leads_somewhere():
    broken = [
        f"{paper.name}: {link}" for paper in PAPERS for link in links(paper) if not (paper.parent / link).exists()
    ]
    assert broken == []


def test_every_picture_is_shown():
    shown = {(paper.parent / link).resolve() for paper in PAPERS for link in links(paper)}
    assert [picture.name for picture in (ROOT / "docs" / "pictures").iterdir() if picture.resolve() not in shown] == []


def test_every_command_of_the_readme_is_one_of_run():
    used = set(re.findall(r"\./run (\w+)", " ".join(paper.read_text("utf-8") for paper in PAPERS)))
    assert used <= set(re.findall(r"^  (\w+)[)|]", (ROOT / "run").read_text("utf-8"), re.MULTILINE)) | {"docs"}


def test_every_promised_management_command_is_there():
    assert set(get_commands()) >= PROMISED

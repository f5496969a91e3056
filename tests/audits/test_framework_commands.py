"""Loading and exporting frameworks: what goes out reads back as what came in."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from audits.frameworks.models import Framework
from audits.frameworks.queries import exported
from audits.frameworks.reading import load_framework, read_framework, shipped_frameworks
from audits.frameworks.scales import modes_of, rating_scale_of, setting_model_of
from lscp_portal.tenancy.scope import area_scope, scope
from tests.audits.planning import make_area
from tests.people import make_partnership

DEFAULT = shipped_frameworks()[-1]


def run(*words):
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def partnerships(db):
    return make_partnership("marshwick", "Marshwick", "903", "Marshwick"), make_partnership(
        "farfield", "Farfield", "904", "F"
    )


def only_framework(partnership):
    with scope(area_scope(partnership.pk)):
        return Framework.objects.get()


@pytest.mark.parametrize("file", shipped_frameworks(), ids=lambda file: file.stem)
def test_what_is_exported_reads_back_identical_and_is_written_the_same_again(partnerships, file, tmp_path):
    first, second = partnerships
    run("load_framework", file, "--partnership", first.slug)
    text = run("export_framework", only_framework(first).pk, "--partnership", first.slug)
    assert replace(read_framework(text), sha256="") == replace(load_framework(file), sha256="")
    again = tmp_path / "exported.yaml"
    again.write_text(text, "utf-8")
    run("load_framework", again, "--partnership", second.slug)
    assert run("export_framework", only_framework(second).pk, "--partnership", second.slug) == text


def test_it_is_loaded_for_all_partnerships_and_a_second_time_changes_nothing(partnerships):
    words = run("load_framework", DEFAULT)
    assert words.count("is loaded, ") == 2
    again = run("load_framework", DEFAULT)
    assert again.count("is there already") == 2
    assert only_framework(partnerships[0]).version == only_framework(partnerships[1]).version == "2026.1"


def test_an_exported_file_is_recognised_as_the_version_that_is_there(partnerships, tmp_path):
    run("load_framework", DEFAULT)
    path = tmp_path / "exported.yaml"
    path.write_text(run("export_framework", only_framework(partnerships[0]).pk, "--partnership", "marshwick"), "utf-8")
    assert run("load_framework", path).count("is there already") == 2


def test_a_version_that_says_something_else_is_refused(partnerships, tmp_path):
    run("load_framework", DEFAULT)
    path = tmp_path / "changed.yaml"
    path.write_text(DEFAULT.read_text("utf-8").replace("Culture and the voice of children", "Culture"), "utf-8")
    with pytest.raises(CommandError, match=r"A published version never changes: give the file a version of its own"):
        run("load_framework", path)
    path.write_text(path.read_text("utf-8").replace('version: "2026.1"', 'version: "2026.1a"'), "utf-8")
    assert run("load_framework", path).count("is loaded, ") == 2


def test_a_damaged_file_is_refused_with_its_places_and_loads_nothing(partnerships, tmp_path):
    path = tmp_path / "damaged.yaml"
    path.write_text(
        DEFAULT.read_text("utf-8").replace("tier: core, critical: true", "tier: cor, critical: true", 1), "utf-8"
    )
    with pytest.raises(
        CommandError, match=r"Nothing was loaded\.\nsection LG, indicator LG1, key tier: There is no tier cor"
    ):
        run("load_framework", path)
    with scope(area_scope(partnerships[0].pk)):
        assert not Framework.objects.exists()


def test_text_that_does_not_fit_its_column_is_refused_with_its_place(partnerships, tmp_path):
    path = tmp_path / "long.yaml"
    why = "Somebody at board level knows, asks and acts."
    path.write_text(DEFAULT.read_text("utf-8").replace(why, "Somebody knows. " * 30), "utf-8")
    with pytest.raises(
        CommandError, match=r"section LG, key why: This has 479 characters. Say it in 300 characters or fewer"
    ):
        run("load_framework", path)


def test_wrong_words_on_the_command_line_are_told_apart(partnerships, tmp_path):
    with pytest.raises(CommandError, match=r"There is no such partnership"):
        run("load_framework", DEFAULT, "--partnership", "atlantis")
    with pytest.raises(CommandError, match=r"cannot be read"):
        run("load_framework", tmp_path / "nowhere.yaml")
    with pytest.raises(CommandError, match=r"There is no partnership 'atlantis'"):
        run("export_framework", 1, "--partnership", "atlantis")
    run("load_framework", DEFAULT, "--partnership", "farfield")
    with pytest.raises(CommandError, match=r"Marshwick has no framework"):
        run("export_framework", only_framework(partnerships[1]).pk, "--partnership", "marshwick")


def test_what_the_json_column_gives_back_is_what_the_file_defined(db):
    area, definition = make_area("marshwick", "903"), load_framework(DEFAULT)
    with scope(area.scope):
        kept = Framework.objects.get(pk=area.framework.pk).settings
        assert exported(framework_id=area.framework.pk)
    assert setting_model_of(kept) == definition.setting_model
    assert rating_scale_of(kept) == definition.rating_scale
    assert modes_of(kept) == definition.modes


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_workbook_is_written_and_loaded_like_the_text(partnerships, kind, tmp_path):
    first, second = partnerships
    run("load_framework", DEFAULT, "--partnership", first.slug)
    path = tmp_path / f"framework.{kind}"
    run("export_framework", only_framework(first).pk, "--partnership", first.slug, "--output", path)
    assert run("load_framework", path, "--partnership", first.slug).count("is there already") == 1
    run("load_framework", path, "--partnership", second.slug)
    words = ("--partnership", first.slug), ("--partnership", second.slug)
    texts = [
        run("export_framework", only_framework(one).pk, *more) for one, more in zip(partnerships, words, strict=True)
    ]
    assert texts[0] == texts[1]


def test_a_workbook_needs_a_file_to_go_to(partnerships, tmp_path):
    run("load_framework", DEFAULT, "--partnership", "farfield")
    which = ("export_framework", only_framework(partnerships[1]).pk, "--partnership", "farfield")
    with pytest.raises(CommandError, match=r"add --output FILE"):
        run(*which, "--format", "ods")
    with pytest.raises(CommandError, match=r"Name the output with one of: \.yaml, \.ods, \.xlsx"):
        run(*which, "--output", tmp_path / "framework.pdf")

"""The command import_gias with real commits, and personal data that must be nowhere in the database afterwards."""

import io

import pytest
from django.core.management import CommandError, call_command

from lscp_portal.tenancy.models import Partnership
from schools.register.synthetic import DEFAULTS
from tests.schools.importing import ELM, OAK, everything, extract

PERSONAL = {
    "HeadTitle (name)": "Dr", "HeadFirstName": "Zenobia", "HeadLastName": "Quillfeather",
    "HeadPreferredJobTitle": "Headteacher of Personal Data", "PropsName": "Barnaby Proprietorson",
    "TelephoneNum": "01632960987",
}  # fmt: skip
OURS = {"LA (code)": "901", "LA (name)": "Eastmere"}
THEIRS = {"LA (code)": "902", "LA (name)": "Harrowfold"}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "edubasealldata20261124.csv"
    path.write_bytes(extract({**OAK, **OURS, **PERSONAL}, {**ELM, **THEIRS, **PERSONAL}))
    return path


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_gias", *map(str, words), stdout=out, stderr=err)
    return out.getvalue()


def places_of(database, words):
    """Every table and column, of any kind, that holds these words somewhere."""
    found = []
    with database.as_admin() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'lscp'")
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM lscp."{table}" WHERE "{column}"::text ILIKE %s', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


def test_one_partnership_or_all_are_brought_into_step(committed_cast, file):
    assert run(file, "--partnership", "eastmere", "--accept") == (
        "Eastmere Safeguarding Children Partnership: 1 of 2 rows; 1 new.\n"
        "  Open with us, but not in the file: 900001, 900002.\n"
    )
    assert run(file, "--accept") == (
        "Eastmere Safeguarding Children Partnership: 1 of 2 rows; nothing changed.\n"
        "  Open with us, but not in the file: 900001, 900002.\n"
        "Harrowfold Safeguarding Partners: 1 of 2 rows; 1 new.\n"
        "  Open with us, but not in the file: 900050.\n"
    )


def test_nothing_personal_is_anywhere_in_the_database(committed_cast, committed, file):
    assert all(DEFAULTS[heading] for heading in PERSONAL)
    run(file)
    run(file, "--accept")
    assert "schools_school.name" in places_of(committed, "Oak Street School")
    for words in ("Zenobia", "Quillfeather", "Headteacher of Personal Data", "Barnaby", "Proprietorson", "01632960987"):
        assert places_of(committed, words) == []


def test_a_spoilt_file_says_row_column_and_reason_and_changes_nothing(committed_cast, tmp_path):
    before = everything(committed_cast.partnership), everything(committed_cast.other_partnership)
    path = tmp_path / "spoilt.csv"
    path.write_bytes(extract({**OAK, **OURS}, {**ELM, **THEIRS, "StatutoryLowAge": "five"}))
    with pytest.raises(CommandError) as refused:
        run(path)
    assert str(refused.value).splitlines() == [
        "spoilt.csv: nothing was imported.",
        "Row 3, StatutoryLowAge: Holds text without digits; it must be blank or a whole number of up to six digits.",
    ]
    assert (everything(committed_cast.partnership), everything(committed_cast.other_partnership)) == before


def test_wrong_words_on_the_command_line_are_told_apart(committed_cast, file, tmp_path):
    with pytest.raises(CommandError, match="There is no such partnership"):
        run(file, "--partnership", "atlantis")
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "nowhere.csv")


def test_a_partnership_without_an_authority_does_not_stop_the_others(committed_cast, file):
    Partnership.objects.create(slug="fallow", name="Fallow Partners", code="FALLOW")
    assert "Harrowfold Safeguarding Partners: 1 of 2 rows; 1 new to decide." in run(file)

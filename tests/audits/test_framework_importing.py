"""Bringing a file in through the pages: preview, draft, replaced contents; a bad file changes nothing."""

import html
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.frameworks.exchange.contents import contents_of
from audits.frameworks.exchange.files import write_file
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.queries import catalogue
from audits.frameworks.reading import SHIPPED
from lscp_portal.trail.models import Event
from tests.audits.spoilt_frameworks import SPOILT
from tests.audits.versions import a_draft

HERE = "/p/eastmere/frameworks/"
KINDS = ("yaml", "ods", "xlsx")


def export(cast, framework, kind, change=None):
    """The bytes of a version, with its values changed before they are written."""
    with cast.as_("lead"):
        content = contents_of(framework_id=framework.pk).content
    if change:
        change(content)
    return write_file(content, kind)


def upload(cast, content, name, into="", who="lead"):
    return cast.client(who).post(f"{HERE}{into}import/", {"file": SimpleUploadedFile(name, content)})


def hidden(page):
    """What the form carries that nobody typed."""
    return dict(re.findall(r'name="(sealed|read|version)"[^>]* value="([^"]*)"', page.text))


def shape(cast, *drafts):
    """Everything a bad file could have changed: which versions there are, what these hold, what the trail says."""
    with cast.as_("lead"):
        return (
            list(Framework.objects.order_by("pk").values_list("pk", "version", "settings_revision", "sha256")),
            [contents_of(framework_id=draft.pk).digest for draft in drafts],
            list(Section.with_removed.order_by("pk").values_list("pk", "revision", "removed_at")),
            list(Indicator.with_removed.order_by("pk").values_list("pk", "revision", "removed_at")),
            Event.objects.count(),
        )


def reword(content):
    content["sections"][0]["indicators"][0]["text"] = "The board has a named lead for safeguarding."


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_comes_back_into_its_draft(cast, kind):
    with cast.as_("lead"):
        draft = a_draft(cast.actor("lead"), cast.framework)
    into = f"{draft.pk}/"
    preview = upload(cast, export(cast, draft, kind, reword), f"framework.{kind}", into)
    assert preview.status_code == 200, preview.text
    assert "1 indicator" in " ".join(preview.text.split())
    assert "lead for<" in " ".join(re.findall(r"<ins>(.*?)</ins>", preview.text))
    answer = cast.client("lead").post(
        f"{HERE}{into}import/confirm/",
        hidden(preview) | {"into": "replace"},
    )
    assert answer.status_code == 302, answer.text
    with cast.as_("lead"):
        assert Indicator.objects.get(framework=draft, code="LG1").text.startswith("The board has a named lead")
        assert Indicator.objects.filter(framework=draft).count() == 108
        before = Indicator.objects.get(framework=cast.framework, code="LG1").text
        assert before.startswith("The board has a named member")


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_file_says_the_same(cast, kind):
    preview = upload(cast, export(cast, cast.framework, kind), f"framework.{kind}", f"{cast.framework.pk}/")
    assert preview.status_code == 200
    assert "The file says the same." in preview.text


def test_a_file_beside_a_published_version_becomes_a_draft(cast):
    preview = upload(cast, export(cast, cast.framework, "ods", reword), "ours.ods", f"{cast.framework.pk}/")
    said = hidden(preview)
    answer = cast.client("lead").post(
        f"{HERE}{cast.framework.pk}/import/confirm/", said | {"into": "new", "version": "2026.1-file"}
    )
    assert answer.status_code == 302, answer.text
    with cast.as_("lead"):
        made = Framework.objects.get(version="2026.1-file")
        assert (made.state, made.based_on_id, made.upstream_version) == ("draft", cast.framework.pk, "2026.1")


def test_a_draft_that_changed_meanwhile_is_not_replaced(cast):
    with cast.as_("lead"):
        draft = a_draft(cast.actor("lead"), cast.framework)
    into = f"{draft.pk}/"
    preview = upload(cast, export(cast, draft, "yaml", reword), "framework.yaml", into)
    with cast.as_("lead"):
        Indicator.objects.filter(framework=draft, code="LG2").update(text="Somebody else’s words.")
    said = hidden(preview)
    answer = cast.client("lead").post(f"{HERE}{into}import/confirm/", said | {"into": "replace"})
    assert answer.status_code == 409
    assert "Somebody changed the draft since you looked." in answer.text


def test_a_preview_that_was_tampered_with_is_not_used(cast):
    before = shape(cast)
    answer = cast.client("lead").post(f"{HERE}import/confirm/", {"sealed": "x" * 50, "into": "new", "version": "a-1"})
    assert answer.status_code == 302
    assert shape(cast) == before


def told(page):
    """What the error summary says, as plain text."""
    summary = re.search(r'<div class="govuk-error-summary".*?</ul>', page.text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", summary[0])) if summary else ""


AT_THE_FIELD = {"empty_file": "The file you chose is empty", "three_megabytes": "more than 2 MB(.*)Take out"}


def test_every_spoilt_file_changes_nothing_and_says_where_and_what(cast, subtests):
    """Into a draft, where there is something to lose: nothing is replaced, removed, made or recorded."""
    with cast.as_("lead"):
        draft = a_draft(cast.actor("lead"), cast.framework)
    before = shape(cast, draft)
    for one in SPOILT:
        with subtests.test(one.title):
            answer = upload(cast, one.make(), one.name, f"{draft.pk}/")
            assert answer.status_code == 422
            assert re.search(AT_THE_FIELD.get(one.title, one.words), told(answer)), told(answer)
            assert 'name="sealed"' not in answer.text
            assert shape(cast, draft) == before


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("administrator", 200), ("reviewer", 403), ("analyst", 403)]
)
def test_who_may_bring_a_file(cast, who, status):
    assert cast.client(who).get(f"{HERE}import/").status_code == status
    assert cast.client(who).get(f"{HERE}{cast.framework.pk}/import/").status_code == status


def test_nothing_chosen_is_told_at_the_field(cast):
    answer = cast.client("lead").post(f"{HERE}import/", {})
    assert answer.status_code == 422
    assert "Choose a file ending in .ods, .xlsx or .yaml" in answer.text


# --- the catalogue's next version -----------------------------------------------------------------------------------


@pytest.fixture
def next_version(settings, tmp_path):
    """The catalogue has 2026.2 too: LG1 and LG3 in other words, LG8 gone, LG9 new."""
    text = (SHIPPED / "2026.1.yaml").read_text("utf-8")
    lines = text.replace('version: "2026.1"', 'version: "2026.2"', 1).splitlines(keepends=True)
    for number, line in enumerate(lines):
        if "{code: LG1," in line:
            lines[number] = line.replace("The board has a named member", "The governing body has a named member")
        if "{code: LG3," in line:
            lines[number] = line.replace("at least termly", "every term")
        if "{code: LG8," in line:
            lines[number] = line + line.replace("{code: LG8,", "{code: LG9,").replace('text: "', 'text: "Newly: ')
    (tmp_path / "2026.2.yaml").write_text("".join(lines), "utf-8")
    settings.FRAMEWORK_FOLDER = str(tmp_path)
    catalogue.cache_clear()
    yield catalogue()[-1]
    catalogue.cache_clear()


@pytest.fixture
def ours(cast):
    """A local draft from 2026.1: LG1 in our words, LG2 too, a section of our own."""
    with cast.as_("lead"):
        draft = a_draft(cast.actor("lead"), cast.framework)
        for code, text in (("LG1", "Our board has a lead who is trained."), ("LG2", "Our own LG2.")):
            Indicator.objects.filter(framework=draft, code=code).update(text=text)
        section = Section(
            tenant=cast.partnership, framework=draft, code="CLE", title="County lines", why="It happens here.",
            position=15, changed_by_id=cast.people["lead"].pk,
        )  # fmt: skip
        section.save(force_insert=True)
        like = Indicator.objects.get(framework=draft, code="LG3")
        like.pk, like.code, like.section, like.position = None, "CLE1", section, 109
        like.text, like._state.adding = "We know the local risks.", True
        like.save(force_insert=True)
        return draft


def test_a_later_version_is_pulled_without_losing_what_is_ours(cast, next_version, ours):
    lead = cast.client("lead")
    assert f"{HERE}{ours.pk}/pull/" in lead.get(f"{HERE}{ours.pk}/").text
    assert "2026.2" in lead.get(f"{HERE}{ours.pk}/pull/").text
    page = lead.get(f"{HERE}{ours.pk}/pull/2026.2/")
    words = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "Changed on both sides: choose" in words
    both = words.split("Changed on both sides: choose")[1].split("Changed in the catalogue only")[0]
    assert re.search(
        r"Ours Here, indicator: .*new: Our .*The catalogue’s In the catalogue, indicator: .*governing", both
    )
    kept = words.split("Changed here only: kept")[1]
    assert re.search(r"Indicators, LG2: .*Here, indicator: .*new: Our own LG2", kept), kept
    assert "Sections, CLE: County lines Here: new." in kept
    said = hidden(page)
    said |= dict(re.findall(r'name="(q\d+)" value="(ours)"', page.text))
    answer = lead.post(f"{HERE}{ours.pk}/pull/2026.2/", said)
    assert answer.status_code == 302, answer.text
    with cast.as_("lead"):
        made = Framework.objects.get(based_on=ours)
        texts = dict(Indicator.objects.filter(framework=made).values_list("code", "text"))
        assert (made.state, made.upstream_version) == ("draft", "2026.2")
        assert texts["LG1"] == "Our board has a lead who is trained."
        assert texts["LG2"] == "Our own LG2."
        assert "every term" in texts["LG3"]
        assert texts["CLE1"] == "We know the local risks."
        assert texts["LG9"].startswith("Newly: ")
        assert Framework.objects.get(pk=ours.pk).upstream_version == "2026.1"


def test_the_catalogues_words_are_taken_where_somebody_chooses_them(cast, next_version, ours):
    lead = cast.client("lead")
    page = lead.get(f"{HERE}{ours.pk}/pull/2026.2/")
    said = hidden(page)
    said |= dict(re.findall(r'name="(q\d+)" value="(theirs)"', page.text))
    assert lead.post(f"{HERE}{ours.pk}/pull/2026.2/", said).status_code == 302
    with cast.as_("lead"):
        made = Framework.objects.get(based_on=ours)
        assert "The governing body has a named member" in Indicator.objects.get(framework=made, code="LG1").text


def test_a_version_that_changed_meanwhile_is_looked_at_again(cast, next_version, ours):
    lead = cast.client("lead")
    answer = lead.post(f"{HERE}{ours.pk}/pull/2026.2/", {"read": "0" * 64, "version": "x-1"})
    assert answer.status_code == 409
    assert "Our version was changed since you looked" in answer.text


def test_there_is_nothing_to_pull_from_the_newest(cast):
    lead = cast.client("lead")
    assert "There is nothing to pull" in lead.get(f"{HERE}{cast.framework.pk}/pull/").text
    assert lead.get(f"{HERE}{cast.framework.pk}/pull/2026.9/").status_code == 302
    assert "/pull/" not in lead.get(f"{HERE}{cast.framework.pk}/").text


def test_pulling_asks_the_database_a_fixed_number_of_times(cast, next_version, ours):
    lead = cast.client("lead")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            lead.get(f"{HERE}{ours.pk}/pull/2026.2/")
        return len(asked)

    many = queries()
    with cast.as_("lead"):
        Indicator.objects.filter(framework=ours).update(evidence="Changed everywhere.")
    assert queries() == many <= 13


def test_a_spoilt_file_in_the_operators_folder_is_named_with_what_to_do(settings, tmp_path):
    (tmp_path / "2026.2.yaml").write_text("schema_version: 1\n", "utf-8")
    settings.FRAMEWORK_FOLDER = str(tmp_path)
    catalogue.cache_clear()
    with pytest.raises(ImproperlyConfigured, match=r"(?s)2026\.2\.yaml.*take it out of LSCP_FRAMEWORK_FOLDER"):
        catalogue()
    catalogue.cache_clear()

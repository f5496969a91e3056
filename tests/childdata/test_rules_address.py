"""The rules are handed out under a name that changes with them, and every box that is read says where they are.

No test here may use the database, so handing them out asks none.
"""

import gzip
import json

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.childdata.document import digest
from lscp_portal.ui.child_rules import rules_address
from lscp_portal.ui.forms import GovukForm, WordsField


class Form(GovukForm):
    """A box that is read, and one that is not."""

    said = WordsField(label="Said", max_words=10, validators=[refuse_child_details])
    unread = WordsField(label="Unread", max_words=10)


def test_rules_are_kept_for_a_year_under_their_own_name_and_asked_again_under_an_old_one(client):
    present = client.get(rules_address())
    assert present.status_code == 200
    assert present["Content-Type"] == "application/json"
    assert present["Cache-Control"] == "public, max-age=31536000, immutable"
    assert present["ETag"] == f'"{digest()}"'
    old = client.get("/child-details/0000000000000000.json")
    assert (old.content, old["Cache-Control"]) == (present.content, "no-cache")
    assert (
        client.get("/child-details/0000000000000000.json", headers={"If-None-Match": present["ETag"]}).status_code
        == 304
    )
    assert client.post(rules_address()).status_code == 405


def test_what_is_handed_out_is_small_and_says_nothing_of_a_place(client):
    answer = client.get(rules_address()).content
    assert len(answer) < 54_000
    assert len(gzip.compress(answer)) < 13_000
    assert set(json.loads(answer)) == {
        "sources", "rules", "patterns", "traits", "lists", "sentences", "figures", "lookalikes", "zeros",
    }  # fmt: skip


def test_a_box_that_is_read_says_where_the_rules_are():
    form = Form()
    assert f'data-child-details="{rules_address()}"' in str(form["said"])
    assert "data-child-details" not in str(form["unread"])

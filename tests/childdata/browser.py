"""The script of the browser under Node, started once for all texts."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

from lscp_portal.childdata.document import document
from lscp_portal.childdata.types import Known

READ = Path(__file__).with_name("read_texts.mjs")


def run(kind, texts, known=None, pattern=""):
    """What read_texts.mjs answers, one for each text.

    For "read" findings, for "grow" and "steps" seconds, for "signs" whether the pattern (in JavaScript) is there.
    """
    rules, own = json.loads(document()), asdict(known or Known())
    asked = {"kind": kind, "rules": rules, "known": own, "texts": texts, "pattern": pattern}
    done = subprocess.run(
        ["node", str(READ)], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

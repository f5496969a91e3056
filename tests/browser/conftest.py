"""Real browsers on the real product: web, worker, relay, broker and mail server beside each other."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.person import ROOT, Person, somebody
from tests.browser.post import Post
from tests.stack import Stack


@pytest.fixture
def post(stack: Stack, committed: object) -> Post:
    """What the product sends in this test."""
    return Post(stack)


@pytest.fixture
def person(browser: Browser, stack: Stack, committed: object) -> Iterator[Callable[..., Person]]:
    """`person("head", width=360)`: somebody with a browser of her own, who is not signed in."""
    contexts = []

    def make(who: str, *, width: int = 1280, **options: object) -> Person:
        made, context = somebody(browser, who, stack.address, width=width, **options)
        contexts.append(context)
        return made

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def manage(stack: Stack) -> Callable[..., str]:
    """`manage("invite", …)`: a command as the operator types it; returns what it prints."""

    def run(*words: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(command, env=stack.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"manage.py {' '.join(words)}: {done.stderr}"
        return done.stdout.strip()

    return run

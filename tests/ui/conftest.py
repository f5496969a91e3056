"""Rendering a few lines of template, and reading what came out as a tree."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
VOID = {"input", "br", "img", "path", "rect", "line", "circle", "hr", "meta", "link"}


class Tree(HTMLParser):
    """(tag, attributes, children) all the way down; classes as a set, white space as one space."""

    def __init__(self, text):
        super().__init__()
        self.top = ("", {}, [])
        self.open = [self.top]
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = {name: frozenset(value.split()) if name == "class" else value for name, value in attrs}
        node = (tag, found, [])
        self.open[-1][2].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
            self.open.pop()

    def handle_data(self, data):
        if words := " ".join(data.split()):
            self.open[-1][2].append(words)


def tree(text):
    """The children of the top, ready to be compared."""
    return Tree(text).top[2]


def nodes(found):
    """Every element below, in order."""
    for node in found:
        if not isinstance(node, str):
            yield node
            yield from nodes(node[2])


def fixture_html(component, name):
    """The design system's own example."""
    fixtures = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return next(fixture["html"] for fixture in fixtures if fixture["name"] == name)


@pytest.fixture
def draw():
    """Template text and values to HTML."""
    return lambda text, **values: Template(text).render(Context(values))

"""All addresses the product answers, read from its own URLconf: a new one is covered the day it appears."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One pattern. `needs`: the names of its arguments."""

    route: str
    name: str
    view: Callable[..., Any]
    needs: tuple[str, ...] = field(default=())

    @property
    def is_of_partnership(self) -> bool:
        return self.route.startswith("p/<slug:partnership>/")

    @property
    def is_of_school(self) -> bool:
        return self.route.startswith("s/<int:urn>/")

    @property
    def is_of_trust(self) -> bool:
        return self.route.startswith("t/<int:trust>/")

    @property
    def rows(self) -> list[str]:
        """The arguments that name a row by its number."""
        return [name for name in self.needs if name.endswith("_id")]

    def with_values(self, values: dict[str, object]) -> str:
        """The address of these rows. Raises KeyError for an argument nobody gave a value."""
        return reverse(self.name, kwargs={name: values[name] for name in self.needs})


def addresses() -> list[Address]:
    """Every address, in the order of the URLconf."""
    return list(_below(get_resolver(), "", "", ()))


def _below(resolver: URLResolver, route: str, space: str, needs: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        there = route + str(entry.pattern)
        wanted = (*needs, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Address(there, f"{space}{entry.name}", entry.callback, wanted)
        else:
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _below(entry, there, inside, wanted)

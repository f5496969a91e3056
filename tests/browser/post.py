"""The post of a test: what the product sent, read as the addressee reads it."""

import re
from email.message import EmailMessage

from tests.stack import Stack, eventually


class Post:
    """The letters that arrived at the mail server of the stack."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.seen = len(stack.letters.received)

    def letters_to(self, email: str) -> list[EmailMessage]:
        """Everything for one address, since this test began."""
        return [one for one in self.stack.letters.received[self.seen :] if one["To"] == email]

    def link_to(self, email: str, part: str) -> str:
        """The newest link in this person's letters that holds `part`; waits until the letter is there."""
        eventually(lambda: self._links(email, part), seconds=30)
        return self._links(email, part)[-1]

    def _links(self, email: str, part: str) -> list[str]:
        texts = [one.get_body(("plain",)).get_content() for one in self.letters_to(email)]
        return [link for text in texts for link in re.findall(r"https?://\S+", text) if part in link]

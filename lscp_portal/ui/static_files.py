"""Static files under names that say what is in them, so that a browser may keep each for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own pattern wants a semicolon behind every import and is off unless asked for; our modules have none.
IMPORT = r"""(?P<matched>(?P<before>\b(?:from|import)\s*\(?)(?P<quote>['"])(?P<url>\.{1,2}/[^'"\n]+)(?P=quote))"""


class ModulesByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Also what a module imports is asked for by the name of its content.

    Else a browser that kept an imported module from before a release would run it beside the new ones. Only imports
    that begin with ./ or ../ are followed; collecting fails when one leads nowhere.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((IMPORT, "%(before)s%(quote)s%(url)s%(quote)s"),)),
    )

"""Names with a hash for static files, those that modules of patrol import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Gives what a module imports its hash too: an old service worker would serve it by a plain name after an upgrade.

    Only in patrol, which is kept by a service worker: Django's own way reads the modules of packages as well, and
    some of them import what is not there.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "patrol/*.js",
            (
                (
                    r"""(?P<matched>import(?s:(?P<names>[\s\{].*?))\s*from\s*["'](?P<url>[./].*?)["']\s*;)""",
                    """import%(names)s from "%(url)s";""",
                ),
            ),
        ),
    )

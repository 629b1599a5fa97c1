"""Static files and uploads (never served by path).

Locally the files are served where they lie, so that the first start collects nothing and a browser asks again
each time; in production `collectstatic` gives each a name with its hash, and browsers keep them for good.
"""

from pathlib import Path

from jiezhi.project.settings.environment import CERTIFICATE, IS_PRODUCTION, ROOT, VAR

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "static" / "collected" if IS_PRODUCTION else None
GUIDE_FOLDER = ROOT / "docs" / "guide"
"""Where the product finds its own guides; their pictures are static files below `guide/`."""
_FOLDERS: list[tuple[str, Path]] = [("", ROOT / "static" / "vendor"), ("guide", GUIDE_FOLDER / "pictures")]
STATICFILES_DIRS = [
    (prefix, str(folder)) if prefix else str(folder) for prefix, folder in _FOLDERS if folder.is_dir()
]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_MAX_AGE = 60 if IS_PRODUCTION else 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "jiezhi.project.static_files.HashedFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
VAR_FOLDER = VAR
"""Whose disk `operations` watches."""
CERTIFICATE_FILE = CERTIFICATE
"""The certificate that the proxy in front shows; empty where `operations` need not watch one."""
RELEASE_FILE = ROOT / "release.json"
"""What a signed bundle says of itself; it is not there when the program runs from source."""
IS_OFFICIAL = IS_PRODUCTION
"""Whether people work here, so that an unsigned program or a missing certificate is worth a warning."""
UPLOAD_ROOT = VAR / "uploads"
"""Where `pictures` keeps what people upload, named by content."""
INTAKE_ROOT = VAR / "intake"
"""Where `intake` keeps files on their way in, sealed."""
EVIDENCE_ROOT = VAR / "evidence"
"""Where `evidence` keeps its documents for a week, sealed; no backup holds them, since they can be made anew."""
CLASSIFIER_ROOT = VAR / "classifiers"
"""Where `concerns` keeps the arrays of models that read requests, each in a folder named by its id."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

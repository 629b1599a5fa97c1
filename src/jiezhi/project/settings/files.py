"""Static files (hashed, served by the web server itself) and uploads (never served by path)."""

from jiezhi.project.settings.environment import IS_PRODUCTION, ROOT, VAR

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "static" / "collected"
STATICFILES_DIRS = [ROOT / "static" / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
UPLOAD_ROOT = VAR / "uploads"
"""Where `kit.files` keeps what people upload, named by content."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

from jiezhi.kit.errors import DomainError, MissingError


class GeoReportError(DomainError):
    """A parameter is missing or cannot be read: GeoReport answers 400."""

    code = "georeport_invalid"
    status = 400


class NoServiceError(MissingError):
    """There is no such service code, jurisdiction or request."""

    code = "georeport_missing"

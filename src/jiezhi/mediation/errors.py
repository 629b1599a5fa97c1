from jiezhi.kit.errors import DomainError


class MediationStepError(DomainError):
    """The flow of mediations does not allow this now."""

    code = "mediation_step"
    status = 409

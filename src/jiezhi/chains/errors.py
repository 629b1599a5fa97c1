from jiezhi.kit.errors import DomainError


class ChainFaultyError(DomainError):
    """The steps wait for each other in a circle, or for what does not exist."""

    code = "chain_faulty"
    status = 422

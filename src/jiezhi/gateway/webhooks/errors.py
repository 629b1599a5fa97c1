from jiezhi.kit.errors import InvalidError


class AddressRefusedError(InvalidError):
    """A message may not be sent there."""

    code = "address_refused"

from jiezhi.kit.errors import DomainError


class LaunchRefusedError(DomainError):
    """Nobody was let in; the words never tell which part of the launch was wrong."""

    code = "launch_refused"
    status = 403

"""The one refusal of the readers: a file that cannot be read, and what its owner can do about it."""

from anyam.base.errors import Refused


class UnreadableFile(Refused):
    """The file was not read and nothing of it was kept; `code` says why, the message what to do."""

    code = "unreadable_file"
    status = 422

"""Many issued files as one archive."""

import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

from anyam.tools.documents import storage
from anyam.tools.documents.models import IssuedDocument
from anyam.tools.documents.rules import file_name


def archive_of(documents: Iterable[IssuedDocument]) -> IO[bytes]:
    """A ZIP of the files as they were issued, on disk until it is closed. Raises FileDamaged."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for document in documents:
            about = f"{document.about_name or document.kind_label} v{document.version}"
            member = zipfile.ZipInfo(file_name(document.number, about), document.issued_at.timetuple()[:6])
            archive.writestr(member, storage.read(document.file.name, document.digest))
    target.seek(0)
    return target

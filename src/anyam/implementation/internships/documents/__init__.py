"""Papers of a wave: request, cover letter, assignment of supervisors, decree, guardian's consent."""

from collections.abc import Callable

from anyam.implementation.internships import permissions
from anyam.implementation.internships.documents import building, contexts
from anyam.implementation.internships.terms import LetterKind
from anyam.tools.documents.kinds import Context, DocumentKind, register

__all__ = ["draft_of", "register_kinds"]

draft_of = building.draft_of
# Hundreds of consent sheets would fill the book of outgoing letters: they are counted in a book of their own.
OWN_BOOKS = {LetterKind.CONSENT: ("consents", "PW/{nomor}/{bulan}/{tahun}")}


# What stands in {kode} of a number, the template, and the example for previews.
PAPERS: dict[LetterKind, tuple[str, str, Callable[[], Context]]] = {
    LetterKind.REQUEST: ("PKL", "request", contexts.example_request),
    LetterKind.COVER: ("PKL", "cover", contexts.example_cover),
    LetterKind.ASSIGNMENT: ("ST", "assignment", contexts.example_assignment),
    LetterKind.DECREE: ("SK", "decree", contexts.example_decree),
    LetterKind.CONSENT: ("PW", "consent", contexts.example_consent),
}


def register_kinds() -> None:
    """Make the five kinds known to the documents tool."""
    for kind, (number_code, template, example) in PAPERS.items():
        series, pattern = OWN_BOOKS.get(kind, ("letters", ""))
        register(
            DocumentKind(
                name=kind.value,
                label=kind.label,
                template=f"internships/documents/{template}.typ",
                may_issue=permissions.can_print_letters,
                example=example,
                build=building.builder(kind),
                number_code=number_code,
                series=series,
                pattern=pattern,
            )
        )

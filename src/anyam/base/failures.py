"""What a person sees when we are at fault: a page with a code that leads to the line in the log."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anyam.base.codes import new_code

log = logging.getLogger("anyam.failures")


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: touches neither the database nor the session."""
    error_id = new_code(6)
    log.error("error %s at %s", error_id, request.path)
    request.actor = None  # type: ignore[attr-defined]
    return render(request, "500.html", {"error_id": error_id}, status=500)

"""The progress page of one job and its fragment."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from anyam.base.routes import Request
from anyam.tools.jobs import operations, permissions, queries


@require_GET
def job_show(request: Request, code: str) -> HttpResponse:
    """How far a job is; htmx gets the fragment alone, which asks again while the job lives."""
    actor = request.actor
    job = queries.job_visible_to(actor, code)
    context = {
        "job": job,
        "page_title": job.label,
        "may_cancel": job.is_live and permissions.can_cancel_job(actor, job),
    }
    template = "jobs/_progress.html" if request.htmx else "jobs/job_show.html"
    return render(request, template, context)


@require_POST
def job_cancel(request: Request, code: str) -> HttpResponse:
    """Stop a job."""
    actor = request.actor
    job = queries.job_visible_to(actor, code)
    operations.cancel(actor=actor, job=job, now=timezone.now())
    return redirect("jobs:job_show", school=actor.school_slug, code=job.code)

"""Builds the web application around a runtime."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from duban import __doc__ as about
from duban.web import (
    approvals,
    calendar,
    confirming,
    contacts,
    departments,
    errors,
    evidence,
    extending,
    health,
    ledger,
    messages,
    notices,
    outbox_verbs,
    overview,
    parts,
    policy,
    reports,
    returns,
    reviewing,
    revising,
    schedule,
    sign_in,
    tasks,
    triage,
    upcoming,
    verbs,
    waiting_mails,
    webhooks,
)
from duban.web.intake import Intake
from duban.web.openapi import Described
from duban.web.pages import STATIC
from duban.web.security import SecurityHeaders
from runtime.wiring import Runtime


def create_app(runtime: Runtime) -> FastAPI:
    """Return the application; everything it needs hangs on `app.state.runtime`."""
    app = Described(
        title="督办 duban",
        description=about or "",
        version="0.1.0",
        docs_url=None,  # its page loads scripts from elsewhere; /openapi.json is served
        redoc_url=None,
    )
    app.state.runtime = runtime
    app.state.intake = Intake(runtime)
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    for part in (
        webhooks,  # first: a route is looked for in this order, and this one is called most
        sign_in,
        overview,
        ledger,
        notices,
        confirming,
        reviewing,
        revising,
        tasks,
        verbs,
        extending,
        parts,
        approvals,
        schedule,
        calendar,
        policy,
        contacts,
        triage,
        upcoming,
        outbox_verbs,
        messages,
        evidence,
        reports,
        departments,
        waiting_mails,
        returns,
        health,
    ):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app

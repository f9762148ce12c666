"""What to try on a fresh lab: three commands that work as they are printed."""

from collections.abc import Sequence

from tenantry.lab.lab_file import Lab
from tenantry.lab.telling import Suggestion


def suggest(lab: Lab) -> Sequence[Suggestion]:
    """Return three things to try, by what the lab has."""
    return _with_jobs(lab) if lab.jobs else _without_jobs(lab)


def _with_jobs(lab: Lab) -> Sequence[Suggestion]:
    job = lab.jobs[0]
    names = {tenant.tenant_id: tenant.initial_domain for tenant in lab.tenants}
    leaver = [user for user in lab.users if user.tenant_id == job.source_tenant_id][-1]
    came_over = "/users?$filter=externalUserState eq 'Accepted'&$select=displayName,jobTitle&$top=5"
    return (
        Suggestion(
            purpose="Who came over, and what became of whom:",
            words=["sync", "watch", "--once", "--last", "20"],
        ),
        Suggestion(
            purpose="The same people, as Microsoft Graph shows them in the other tenant:",
            words=["request", "--tenant", names[job.target_tenant_id], came_over],
        ),
        Suggestion(
            purpose="Somebody leaves the company; a moment later they have left the other one too:",
            words=[
                *("request", "--tenant", names[job.source_tenant_id]),
                *("--method", "DELETE", f"/users/{leaver.user_principal_name}"),
            ],
        ),
    )


def _without_jobs(lab: Lab) -> Sequence[Suggestion]:
    source, target = (tenant.initial_domain for tenant in lab.tenants)
    return (
        Suggestion(purpose="The two tenants:", words=["tenants", "list"]),
        Suggestion(
            purpose="People of the source, as Microsoft Graph shows them:",
            words=[
                *("request", "--tenant", source),
                "/users?$select=displayName,userPrincipalName,department&$top=5",
            ],
        ),
        Suggestion(
            purpose="What the target allows other tenants before anything is set up:",
            words=["request", "--tenant", target, "/policies/crossTenantAccessPolicy/default"],
        ),
    )

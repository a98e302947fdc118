"""Domains, projects, users, groups, roles and assignments of the source."""
from cloud import call, ensure, user_of

# name: (domain, first project, enabled)
USERS = {
    "alice": ("default", "alpha", True), "bob": ("default", "alpha", True), "carol": ("default", "beta", True),
    "dave": ("default", None, False), "erin": ("corp", "corp-web", True), "frank": ("corp", "corp-web", True),
}
ASSIGNMENTS = [
    ("alice", "alpha", "member"), ("alice", "alpha-dev", "member"),
    ("bob", "alpha", "member"), ("bob", "alpha", "operator"), ("bob", "alpha", "reader"),
    ("carol", "beta", "member"), ("carol", "alpha", "reader"),
    ("erin", "corp-web", "member"), ("frank", "corp-web", "reader"),
    ("admin", "alpha", "admin"), ("admin", "beta", "admin"), ("admin", "alpha-dev", "admin"),
    ("admin", "corp-web", "admin"),
]


def password_of(name):
    return f"{name}-pw"


def make_projects(identity):
    def project(name, domain="default", **words):
        body = {"name": name, "domain_id": domain, **words}
        return ensure(identity, "/projects", "project", body)
    corp = ensure(identity, "/domains", "domain", {"name": "corp", "description": "second domain"})
    alpha = project("alpha", description="first tenant", tags=["gold"])
    return corp, {"alpha": alpha, "beta": project("beta"), "alpha-dev": project("alpha-dev", parent_id=alpha["id"]),
                  "corp-web": project("corp-web", corp["id"])}


def make_users(identity, corp, projects):
    users = {}
    for name, (domain, project, enabled) in USERS.items():
        body = {"name": name, "password": password_of(name), "email": f"{name}@example.org", "enabled": enabled,
                "domain_id": corp["id"] if domain == "corp" else domain}
        if name in ("alice", "bob"):
            body["default_project_id"] = projects[project]["id"]
        users[name] = ensure(identity, "/users", "user", body)
    users["admin"] = call(identity, "GET", "/users?name=admin")["users"][0]
    return users


def make_identity(admin):
    """Gives (corp domain, projects by name, users by name)."""
    identity = admin.identity
    corp, projects = make_projects(identity)
    users = make_users(identity, corp, projects)
    operator = ensure(identity, "/roles", "role", {"name": "operator", "description": "custom role"})
    roles = {role["name"]: role["id"] for role in call(identity, "GET", "/roles")["roles"]}
    roles["operator"] = operator["id"]
    for user, project, role in ASSIGNMENTS:
        call(identity, "PUT", f"/projects/{projects[project]['id']}/users/{users[user]['id']}/roles/{roles[role]}")
    group = ensure(identity, "/groups", "group", {"name": "alpha-devs", "domain_id": "default"})
    for name in ("alice", "bob"):
        call(identity, "PUT", f"/groups/{group['id']}/users/{users[name]['id']}")
    dev, alpha = projects["alpha-dev"]["id"], projects["alpha"]["id"]
    call(identity, "PUT", f"/projects/{dev}/groups/{group['id']}/roles/{roles['member']}")
    call(identity, "PUT", f"/domains/{corp['id']}/users/{users['erin']['id']}/roles/{roles['admin']}")
    call(identity, "PUT", f"/OS-INHERIT/projects/{alpha}/users/{users['bob']['id']}/roles/{roles['reader']}"
                          "/inherited_to_projects")
    return corp, projects, users


def connect_users(admin):
    """Connections of those who own something, by user name."""
    return {name: user_of(admin, name, password_of(name), USERS[name][1],
                          "Default" if USERS[name][0] == "default" else USERS[name][0])
            for name in ("alice", "bob", "carol", "erin")}

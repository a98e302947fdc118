"""Calls to a cloud: connections, and writes that find before they create when an earlier populate was interrupted."""
import sys
import time

import openstack
from openstack import connection

MICROVERSIONS = {"compute": "2.90", "block-storage": "3.59"}
POLL_S = 1.5
STARTED = time.monotonic()

resuming = False  # set by populate when it finds what an earlier one left


class Failure(Exception):
    """A cloud refused something or did not get ready in time; its text is for people."""


def say(*words):
    print(f"[{time.monotonic() - STARTED:4.0f}s]", *words, flush=True)


def admin_of(name):
    return openstack.connect(cloud=name)


def user_of(admin, name, password, project, domain="Default"):
    """A connection of a user of the same cloud as `admin`."""
    auth = dict(auth_url=admin.config.auth["auth_url"], username=name, password=password, project_name=project,
                user_domain_name=domain, project_domain_name=domain)
    return connection.Connection(auth=auth, region_name="RegionOne")


def call(proxy, method, path, body=None, accept=(), **words):
    """One request; gives the decoded answer, or None. Statuses of 400 and more are failures unless in `accept`."""
    microversion = MICROVERSIONS.get(proxy.service_type)
    if microversion:
        words["microversion"] = microversion
    if body is not None:
        words["json"] = body
    answer = proxy.request(path, method, raise_exc=False, **words)
    if answer.status_code >= 400 and answer.status_code not in accept:
        raise Failure(f"{method} {answer.url}: {answer.status_code} {answer.text[:400]}")
    is_json = answer.content and "json" in answer.headers.get("content-type", "")
    return answer.json() if is_json else None


def find(proxy, path, plural, matches):
    """The first listed resource that has all of `matches`; None when there is none."""
    listed = call(proxy, "GET", path)[plural]
    listed = [each["keypair"] if "keypair" in each else each for each in listed]
    return next((each for each in listed if matches.items() <= each.items()), None)


def ensure(proxy, path, key, attributes, listing=None, matches=None, beside=None):
    """Creates a resource and gives it; after an interruption gives the one of that name, if there is one.

    `matches` are the attributes that tell it (default: its name), `listing` the path that shows them,
    `beside` is what the request's body has beside the resource itself.
    """
    if resuming:
        plural = key if key.endswith("s") else f"{key}s"
        found = find(proxy, listing or path, plural, matches or {"name": attributes["name"]})
        if found:
            return found
    return call(proxy, "POST", path, {key: attributes, **(beside or {})})[key]


def wait_for(proxy, path, key, status, limit_s=300):
    """Polls a resource until it has the status; gives it."""
    end = time.monotonic() + limit_s
    while True:
        resource = call(proxy, "GET", path)[key]
        if resource["status"] == status:
            return resource
        if resource["status"].lower().startswith("error"):
            fault = resource.get("fault", {}).get("message", "")
            raise Failure(f"{key} {resource['name']} is in status {resource['status']} {fault}")
        if time.monotonic() > end:
            raise Failure(f"{key} {resource['name']} is {resource['status']} after {limit_s} s, not {status}")
        time.sleep(POLL_S)


def wait_until(is_so, otherwise, limit_s=120):
    """Polls until it is so."""
    end = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > end:
            raise Failure(f"{otherwise} after {limit_s} s")
        time.sleep(POLL_S)


def stop_with(text, log_folder):
    print(f"lab: error: {text}\nlab: read the logs in {log_folder}; "
          "`lab/populate` again goes on where this one stopped, `lab/down && lab/up && lab/populate` begins anew",
          file=sys.stderr)
    sys.exit(1)

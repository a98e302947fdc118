"""Waits until every compute host, agent and volume service of both clouds is up, then makes the volume types.

ready.py CLOUD:COMPUTE_HOSTS:AGENTS... with clouds.yaml in OS_CLIENT_CONFIG_FILE
"""
import concurrent.futures
import sys
import time

import openstack

LIMIT_S = 180


def missing(cloud, hosts, agents):
    """Says what is not up yet; an empty text when nothing is missing."""
    compute = [service.binary for service in cloud.compute.services() if service.state == "up"]
    volume = [service["host"] for service in cloud.volume.get("/os-services").json()["services"]
              if service["state"] == "up"]
    counts = {
        "nova-compute": (compute.count("nova-compute"), hosts),
        "nova-conductor": (compute.count("nova-conductor"), 1),
        "nova-scheduler": (compute.count("nova-scheduler"), 1),
        "hypervisors": (len(list(cloud.compute.hypervisors())), hosts),
        "network agents": (sum(agent.is_alive for agent in cloud.network.agents()), agents),
        "volume back ends": (sum("@" in host for host in volume), 2),
        "cinder-scheduler": (sum("@" not in host for host in volume), 1),
    }
    return ", ".join(f"{name} {have} of {want}" for name, (have, want) in counts.items() if have < want)


def make_volume_types(cloud):
    have = {kind["name"] for kind in cloud.volume.get("/types?is_public=None").json()["volume_types"]}
    for name in ("rbd", "nfs"):
        if name not in have:
            body = {"volume_type": {"name": name, "extra_specs": {"volume_backend_name": name}}}
            cloud.volume.post("/types", json=body).raise_for_status()


def wait(word):
    """Gives an empty text, or what was still missing after LIMIT_S."""
    name, hosts, agents = word.split(":")
    cloud = openstack.connect(cloud=name, api_timeout=20)
    end = time.monotonic() + LIMIT_S
    while True:
        try:
            lack = missing(cloud, int(hosts), int(agents))
            if not lack:
                make_volume_types(cloud)
                return ""
        except Exception as error:  # an API that has not started yet: tried again until the limit
            lack = repr(error)[:300]
        if time.monotonic() > end:
            return f"{name}: after {LIMIT_S} s still missing: {lack}"
        time.sleep(1)


with concurrent.futures.ThreadPoolExecutor() as pool:
    problems = [text for text in pool.map(wait, sys.argv[1:]) if text]
print("\n".join(problems))
sys.exit(bool(problems))

"""Flavors, quotas, keypairs and a server group of the source."""
import subprocess
import tempfile

from cloud import call, ensure

FLAVORS = {
    "lab.tiny": (96, 1, {}),
    "lab.small": (128, 2, {"quota:disk_read_iops_sec": "2000"}),
    "lab.zero": (96, 0, {}),
    "lab.private": (96, 1, {"hw:watchdog_action": "none", "lab:note": "custom"}),
}
KEYPAIRS = {"alice": "alice-key", "bob": "bob-key", "carol": "carol-key", "erin": "erin-key"}


def make_flavors(admin, alpha_id):
    """Gives ids by name; lab.private is for alpha only."""
    ids = {}
    for name, (ram_mib, disk_gib, specs) in FLAVORS.items():
        body = {"name": name, "ram": ram_mib, "vcpus": 1, "disk": disk_gib,
                "os-flavor-access:is_public": name != "lab.private"}
        ids[name] = ensure(admin.compute, "/flavors", "flavor", body, listing="/flavors?is_public=None")["id"]
        if specs:
            call(admin.compute, "POST", f"/flavors/{ids[name]}/os-extra_specs", {"extra_specs": specs})
    call(admin.compute, "POST", f"/flavors/{ids['lab.private']}/action",
         {"addTenantAccess": {"tenant": alpha_id}}, accept=(409,))
    return ids


def set_quotas(admin, alpha_id, bob_id):
    quotas = {"instances": 25, "cores": 40, "ram": 51200}
    call(admin.compute, "PUT", f"/os-quota-sets/{alpha_id}", {"quota_set": quotas})
    call(admin.compute, "PUT", f"/os-quota-sets/{alpha_id}?user_id={bob_id}", {"quota_set": {"instances": 3}})
    call(admin.volume, "PUT", f"/os-quota-sets/{alpha_id}", {"quota_set": {"volumes": 33, "gigabytes": 333}})
    call(admin.network, "PUT", f"/quotas/{alpha_id}", {"quota": {"port": 123, "security_group": 17}})


def make_public_key(name):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True)
        with open(f"{path}.pub", encoding="ascii") as file:
            return file.read().strip()


def make_keypairs(users):
    for user, name in KEYPAIRS.items():
        body = {"name": name, "public_key": make_public_key(name), "type": "ssh"}
        ensure(users[user].compute, "/os-keypairs", "keypair", body)


def make_server_group(alice):
    """Gives its id."""
    body = {"name": "web-anti", "policy": "soft-anti-affinity"}
    return ensure(alice.compute, "/os-server-groups", "server_group", body)["id"]

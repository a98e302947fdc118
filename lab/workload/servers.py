"""Servers of the source: booted, attached, given floating IPs, stopped and suspended."""
import base64
import time
import urllib.request

from cloud import POLL_S, Failure, call, ensure, find, say, wait_for, wait_until

USER_DATA = base64.b64encode(b"#cloud-config\nhostname: from-user-data\n").decode()
BUILD_LIMIT_S = 400
GUEST_LIMIT_S = 240


class Plan:
    """What servers are made of: ids by name, filled in as the other parts are made."""

    def __init__(self, users, flavors, networks, ports, group):
        self.users, self.flavors, self.networks, self.ports, self.group = users, flavors, networks, ports, group

    def on(self, network, address=None):
        nic = {"uuid": self.networks[network]}
        return {**nic, "fixed_ip": address} if address else nic

    def boot(self, owner, name, flavor, nics, image="", volume=None, hints=None, **words):
        """Asks for the server; gives (owner, id). It is not ACTIVE yet."""
        server = {"name": name, "flavorRef": self.flavors[flavor], "networks": nics, "imageRef": image, **words}
        if volume:
            server["block_device_mapping_v2"] = [{
                "boot_index": 0, "uuid": volume, "source_type": "volume", "destination_type": "volume",
                "delete_on_termination": False}]
        beside = {"os:scheduler_hints": hints} if hints else None
        return owner, ensure(self.users[owner].compute, "/servers", "server", server, beside=beside)["id"]


def boot_from_images(plan, images):
    """Those that are needed running first come first."""
    web, together = [{"name": "web"}], {"group": plan.group}
    return {
        "susp1": plan.boot("alice", "susp1", "lab.tiny", [plan.on("alpha-net", "10.10.1.32")], images["tiny"],
                           security_groups=web),
        "off1": plan.boot("alice", "off1", "lab.tiny", [plan.on("alpha-net", "10.10.1.31")], images["tiny"],
                          security_groups=web),
        "web1": plan.boot("alice", "web1", "lab.tiny", [{"port": plan.ports["web1-port"]}], images["tiny"],
                          hints=together, key_name="alice-key", metadata={"role": "web", "n": "1"},
                          user_data=USER_DATA, tags=["prod", "web"], description="first web server"),
        "web2": plan.boot("alice", "web2", "lab.private", [plan.on("alpha-net", "10.10.1.12")], images["tiny-raw"],
                          hints=together, key_name="alice-key", security_groups=web, user_data=USER_DATA),
        "bob1": plan.boot("bob", "bob1", "lab.tiny", [plan.on("alpha-net", "10.10.1.34")], images["tiny"],
                          key_name="bob-key", security_groups=web, metadata={"owner": "bob"}),
        "corp1": plan.boot("erin", "corp1", "lab.tiny", [plan.on("corp-net")], images["tiny"],
                           key_name="erin-key", security_groups=[{"name": "open"}], config_drive=True),
    }


def boot_from_late_images(plan, images):
    """A kernel-and-ramdisk boot, and one from an image that another project shares."""
    return {
        "ami1": plan.boot("alice", "ami1", "lab.small", [plan.on("alpha-net", "10.10.1.33")], images["tiny-ami"],
                          security_groups=[{"name": "web"}]),
        "beta1": plan.boot("carol", "beta1", "lab.tiny", [plan.on("beta-net", "10.10.1.11"), plan.on("shared-net")],
                           images["alpha-shared"], key_name="carol-key", security_groups=[{"name": "open"}]),
    }


def boot_from_volumes(plan, volumes):
    return {
        "db1": plan.boot("alice", "db1", "lab.zero", [{"port": plan.ports["db1-port"]}], volume=volumes["boot1"],
                         key_name="alice-key", metadata={"role": "db"}),
        "beta2": plan.boot("carol", "beta2", "lab.zero", [plan.on("beta-net")], volume=volumes["beta-boot"],
                           security_groups=[{"name": "open"}]),
    }


def is_attached(user, server_id, volume_id):
    attachments = call(user.volume, "GET", f"/volumes/{volume_id}")["volume"]["attachments"]
    return any(each["server_id"] == server_id for each in attachments)


def attach(user, server_id, volume_id):
    path = f"/servers/{server_id}/os-volume_attachments"
    if not is_attached(user, server_id, volume_id):
        call(user.compute, "POST", path, {"volumeAttachment": {"volumeId": volume_id}})
        wait_until(lambda: is_attached(user, server_id, volume_id), f"volume {volume_id} is not attached to {server_id}")


def attach_shuffled(user, server_id, volume_ids):
    """The last one takes the place of the first, which comes last then. Only at rest: the guest lets go of no disk."""
    first, *others = volume_ids
    if all(is_attached(user, server_id, each) for each in volume_ids):
        return
    bring_to(user, server_id, "os-stop", "SHUTOFF")
    for each in [first, *others[:-1]]:
        attach(user, server_id, each)
    call(user.compute, "DELETE", f"/servers/{server_id}/os-volume_attachments/{first}")
    wait_until(lambda: not is_attached(user, server_id, first), f"volume {first} is not detached from {server_id}")
    for each in [others[-1], first]:
        attach(user, server_id, each)
    bring_to(user, server_id, "os-start", "ACTIVE")


def give_floating_ip(user, name, server_id, network_id, external_id):
    """Gives its address; the description is the server's name."""
    port = find(user.network, f"/ports?device_id={server_id}&network_id={network_id}", "ports", {})
    fixed = next(each["ip_address"] for each in port["fixed_ips"]
                 if each["ip_address"].startswith(("10.10.1.", "10.30.0.")))
    body = {"floating_network_id": external_id, "port_id": port["id"], "fixed_ip_address": fixed, "description": name}
    made = ensure(user.network, "/floatingips", "floatingip", body, matches={"description": name})
    return made["floating_ip_address"]


def each_active(admin, waiting):
    """Yields the names of `waiting` (name: id) as they are built; one listing a round, since polling each is dear."""
    end = time.monotonic() + BUILD_LIMIT_S
    waiting = dict(waiting)
    while waiting:
        listed = call(admin.compute, "GET", "/servers/detail?all_tenants=1")["servers"]
        status = {each["id"]: each["status"] for each in listed}
        for name, server_id in list(waiting.items()):
            if status.get(server_id) == "ERROR":
                raise Failure(f"server {name} is in status ERROR; nova-compute's log tells why")
            if status.get(server_id, "BUILD") != "BUILD":
                del waiting[name]
                yield name
        if waiting and time.monotonic() > end:
            raise Failure(f"still not built after {BUILD_LIMIT_S} s: {', '.join(waiting)}")
        time.sleep(POLL_S)


def wait_for_guest(admin, name, server_id):
    """Until the guest has written its line to the console, so that what is suspended is a running guest."""
    end = time.monotonic() + GUEST_LIMIT_S
    while time.monotonic() < end:
        body = {"os-getConsoleOutput": {"length": 60}}
        output = call(admin.compute, "POST", f"/servers/{server_id}/action", body, accept=(404, 409, 500))
        if "GUEST READY" in (output or {}).get("output", ""):
            return
        time.sleep(2 * POLL_S)
    raise Failure(f"the guest of {name} was not ready within {GUEST_LIMIT_S} s; its console shows why")


def console_end(admin, server_id):
    body = {"os-getConsoleOutput": {"length": 12}}
    return (call(admin.compute, "POST", f"/servers/{server_id}/action", body, accept=(404, 409, 500)) or {}).get("output")


def wait_for_page(admin, name, server_id, address):
    """A guest that hangs, as may happen under emulation, is rebooted once."""
    begin = time.monotonic()
    is_rebooted = False
    while True:
        try:
            with urllib.request.urlopen(f"http://{address}/", timeout=5) as answer:
                say(f"{name:6} {address}  {answer.read().decode().strip()[:90]}")
                return
        except OSError as error:
            waited = time.monotonic() - begin
            if waited > 2 * GUEST_LIMIT_S:
                raise Failure(f"http://{address}/ of {name} does not answer: {error}; its console ends with\n"
                              f"{console_end(admin, server_id)}") from error
            if waited > GUEST_LIMIT_S and not is_rebooted:
                is_rebooted = True
                say(f"{name:6} {address}  does not answer and is rebooted; its console ended with\n"
                    f"{console_end(admin, server_id)}")
                call(admin.compute, "POST", f"/servers/{server_id}/action", {"reboot": {"type": "HARD"}})
        time.sleep(1)


def bring_to(user, server_id, action, status):
    """Stops or suspends a server, unless it is already so."""
    server = call(user.compute, "GET", f"/servers/{server_id}")["server"]
    if server["status"] != status:
        call(user.compute, "POST", f"/servers/{server_id}/action", {action: None})
        wait_for(user.compute, f"/servers/{server_id}", "server", status)

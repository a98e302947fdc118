"""Images of the source: whole disks, a partition with kernel and ramdisk, a shared one, random bytes."""
import hashlib

import cloud
from cloud import Failure, call, find


def upload(user, name, disk_format, path, container="bare", **properties):
    """Makes an image with its bytes; gives its id. One without bytes (an earlier upload was cut off) is made anew."""
    body = {"name": name, "disk_format": disk_format, "container_format": container, **properties}
    image = find(user.image, f"/images?name={name}", "images", {"name": name}) if cloud.resuming else None
    if image and image["status"] not in ("queued", "active"):
        call(user.image, "DELETE", f"/images/{image['id']}")
        image = None
    image = image or call(user.image, "POST", "/images", body)
    if image["status"] == "queued":
        with open(path, "rb") as file:
            call(user.image, "PUT", f"/images/{image['id']}/file", data=file,
                 headers={"Content-Type": "application/octet-stream"})
        status = call(user.image, "GET", f"/images/{image['id']}")["status"]
        if status != "active":
            raise Failure(f"image {name} is {status} after its upload")
    return image["id"]


def make_disk_images(admin, alice, folder):
    """The two that most servers and volumes start from."""
    return {
        "tiny": upload(admin, "tiny", "qcow2", f"{folder}/tiny.qcow2", visibility="public", min_disk=1,
                       os_distro="debian", lab_custom="one"),
        "tiny-raw": upload(alice, "tiny-raw", "raw", f"{folder}/tiny.raw", visibility="private", min_ram=64),
    }


def make_partition_image(admin, folder):
    """disk_format is raw and not ami: Nova of Zed refuses ami images whose disks are in Ceph."""
    kernel = upload(admin, "tiny-kernel", "aki", f"{folder}/vmlinuz", "aki", visibility="public")
    ramdisk = upload(admin, "tiny-initrd", "ari", f"{folder}/initrd", "ari", visibility="public")
    partition = upload(admin, "tiny-ami", "raw", f"{folder}/tiny-partition.raw", visibility="public",
                       kernel_id=kernel, ramdisk_id=ramdisk, os_command_line="console=ttyS0 quiet no_timer_check")
    return {"tiny-kernel": kernel, "tiny-initrd": ramdisk, "tiny-ami": partition}


def make_shared_image(alice, carol, beta_id, folder):
    """Owned by alpha, shared with beta, which has accepted it."""
    image = upload(alice, "alpha-shared", "raw", f"{folder}/tiny.raw", visibility="shared")
    call(alice.image, "POST", f"/images/{image}/members", {"member": beta_id}, accept=(409,))
    call(carol.image, "PUT", f"/images/{image}/members/{beta_id}", {"status": "accepted"})
    call(alice.image, "PUT", f"/images/{image}/tags/prod")
    return {"alpha-shared": image}


def make_random_image(carol, folder):
    path = f"{folder}/random.raw"
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return {"random-200m": upload(carol, "random-200m", "raw", path, visibility="private", lab_sha256=digest)}

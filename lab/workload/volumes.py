"""Volume types, volumes and a volume snapshot of the source."""
from cloud import call, ensure, wait_for


def make_volume_types(admin, alpha_id):
    """gold has QoS; secret is for alpha only; several servers may have a shared one. All are on Ceph, as is rbd."""
    def volume_type(name, **words):
        body = {"name": name, "extra_specs": {"volume_backend_name": "rbd", **words.pop("specs", {})}, **words}
        return ensure(admin.volume, "/types", "volume_type", body, listing="/types?is_public=None")["id"]
    gold = volume_type("gold", description="fast", specs={"lab:tier": "1"})
    secret = volume_type("secret", **{"os-volume-type-access:is_public": False})
    call(admin.volume, "POST", f"/types/{secret}/action", {"addProjectAccess": {"project": alpha_id}}, accept=(409,))
    volume_type("shared", specs={"multiattach": "<is> True"})
    quality = ensure(admin.volume, "/qos-specs", "qos_specs",
                     {"name": "gold-qos", "consumer": "front-end", "total_iops_sec": "2000"})["id"]
    call(admin.volume, "GET", f"/qos-specs/{quality}/associate?vol_type_id={gold}")


def make_volume(user, name, size_gib=1, **words):
    """Gives its id when it is available (or already attached)."""
    volume = ensure(user.volume, "/volumes", "volume", {"name": name, "size": size_gib, **words},
                    listing="/volumes/detail")
    if volume["status"] != "in-use":
        wait_for(user.volume, f"/volumes/{volume['id']}", "volume", "available")
    return volume["id"]


def make_snapshot(carol, volume_id):
    """A snapshot and a volume made from it; gives the volume's id."""
    snapshot = ensure(carol.volume, "/snapshots", "snapshot",
                      {"volume_id": volume_id, "name": "rand1-snap", "metadata": {"s": "1"}, "force": True})["id"]
    wait_for(carol.volume, f"/snapshots/{snapshot}", "snapshot", "available")
    return make_volume(carol, "from-snap", snapshot_id=snapshot)

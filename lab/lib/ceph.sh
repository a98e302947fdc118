# One Ceph for both clouds, without cephx: a monitor, a manager, one OSD in a sparse file.
# It listens on the management bridge, so that compute hosts reach it.

CEPH=$STATE/ceph

write_ceph_config() {
  mkdir -p "$CEPH"/{run,mon,mgr,osd}
  cat >"$CEPH/ceph.conf" <<END
[global]
fsid = $(</proc/sys/kernel/random/uuid)
mon host = v2:$LAB_ADDRESS:$CEPH_TCP_PORT/0
public addr = $LAB_ADDRESS
cluster addr = $LAB_ADDRESS
ms bind msgr1 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = $CEPH/run
admin socket = $CEPH/run/\$cluster-\$name.asok
log file = $LOG/ceph-\$name.log
mon cluster log file = $LOG/ceph-cluster.log
mon data = $CEPH/mon
mgr data = $CEPH/mgr
osd data = $CEPH/osd
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon warn on pool no redundancy = false
mon warn on insecure global id reclaim = false
mon warn on insecure global id reclaim allowed = false
mon data avail warn = 2
mon data avail crit = 1
mon max pg per osd = 500
osd op num shards = 2
osd op num threads per shard = 1
osd memory target = 939524096
osd objectstore = bluestore
bluestore block size = $(numfmt --from=iec $CEPH_SIZE)
bluestore block wal create = false
bluestore block db create = false
bluestore cache autotune = false
bluestore cache size = 134217728
rbd default features = 61
[client]
rbd cache = true
END
}

# make_ceph_monitor
make_ceph_monitor() {
  local keyring=$CEPH/keyring
  ceph-authtool --create-keyring "$keyring" --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool "$keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  monmaptool --create --clobber --fsid "$(awk '/^fsid/ {print $3}' "$CEPH/ceph.conf")" \
    --addv a "[v2:$LAB_ADDRESS:$CEPH_TCP_PORT]" "$CEPH/monmap"
  ceph-mon --mkfs -i a --monmap "$CEPH/monmap" --keyring "$keyring"
}

make_ceph_osd() {
  local uuid
  uuid=$(</proc/sys/kernel/random/uuid)
  ceph --connect-timeout 30 osd new "$uuid" >"$CEPH/osd-number"
  truncate -s $CEPH_SIZE "$CEPH/osd/block"
  ceph-osd -i "$(<"$CEPH/osd-number")" --mkfs --osd-uuid "$uuid"
}

# make_ceph_pools: images, volumes and servers' disks of each cloud
make_ceph_pools() {
  local cloud use
  for cloud in "${CLOUDS[@]}"; do
    for use in images volumes vms; do
      ceph --connect-timeout 30 osd pool create "$cloud-$use" 8 8 replicated --size 1
      ceph osd pool application enable "$cloud-$use" rbd
    done
  done
}

wait_for_ceph() {
  local turn
  for turn in {1..240}; do
    if ceph pg stat 2>/dev/null | grep -qE '([0-9]+) pgs: \1 active\+clean;'; then return 0; fi
    sleep 0.5
  done
  return 1
}

# start_ceph: runs beside the rest of `up`, with its output in ceph.log
start_ceph() {
  export CEPH_CONF=$CEPH/ceph.conf
  write_ceph_config
  make_ceph_monitor
  start ceph-mon ceph-mon -f -i a --keyring "$CEPH/keyring"
  wait_for_answer ceph-mon $LAB_ADDRESS $CEPH_TCP_PORT 60
  start ceph-mgr ceph-mgr -f -i x
  make_ceph_osd
  start ceph-osd ceph-osd -f -i "$(<"$CEPH/osd-number")"
  make_ceph_pools
  wait_for_ceph
}

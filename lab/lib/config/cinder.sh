# Cinder: the back ends rbd (default) and nfs (a bind mount behind the stand-in for mount.nfs); without Barbican it
# encrypts volumes with one fixed key. The scheduler takes the back end with the most room that it may promise: promised
# 20 times, as is the default, the machine's own disk would get each volume whose type names no back end.

configure_cinder() {
  local cloud=$1 etc=$STATE/$1/etc/cinder folder=$STATE/$1/cinder
  mkdir -p "$etc" "$folder"/{nfs,mnt,conversion,lock}
  echo "127.0.0.1:$folder/nfs" >"$etc/nfs_shares"
  cat >"$etc/cinder.conf" <<END
[DEFAULT]
use_stderr = true
$(broker_option "$cloud" 127.0.0.1)
host = $cloud-cinder
auth_strategy = keystone
state_path = $folder
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = $(tcp_port cinder "$cloud")
osapi_volume_workers = 1
api_paste_config = /etc/cinder/api-paste.ini
rootwrap_config = /etc/cinder/rootwrap.conf
glance_api_servers = http://127.0.0.1:$(tcp_port glance "$cloud")
image_conversion_dir = $folder/conversion
enabled_backends = rbd,nfs
default_volume_type = rbd
allow_availability_zone_fallback = true
[rbd]
volume_backend_name = rbd
volume_driver = cinder.volume.drivers.rbd.RBDDriver
rbd_pool = $cloud-volumes
rbd_ceph_conf = $STATE/ceph/ceph.conf
rbd_exclusive_cinder_pool = true
report_discard_supported = true
[nfs]
volume_backend_name = nfs
volume_driver = cinder.volume.drivers.nfs.NfsDriver
nfs_shares_config = $etc/nfs_shares
nfs_mount_point_base = $folder/mnt
nfs_snapshot_support = true
max_over_subscription_ratio = 1.5
nas_secure_file_operations = false
nas_secure_file_permissions = false
[key_manager]
backend = cinder.keymgr.conf_key_mgr.ConfKeyManager
fixed_key = $(printf '%064d' 0)
[oslo_concurrency]
lock_path = $folder/lock
[nova]
$(client_options "$cloud" nova 127.0.0.1)
[service_user]
send_service_user_token = true
$(client_options "$cloud" cinder 127.0.0.1)
$(database_section "$cloud" cinder)
$(token_section "$cloud" cinder)
END
}

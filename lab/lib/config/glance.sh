# Glance: the stores rbd (default) and file

# configure_glance CLOUD: Debian's Glance refuses loopback addresses for web-download unless allowed_hosts names them;
# allowed_ports needs its brackets to mean "any"
configure_glance() {
  local cloud=$1 etc=$STATE/$1/etc/glance folder=$STATE/$1/glance
  mkdir -p "$etc" "$folder"/{images,staging,tasks,work,lock}
  cat >"$etc/glance-api.conf" <<END
[DEFAULT]
use_stderr = true
bind_host = 127.0.0.1
bind_port = $(tcp_port glance "$cloud")
workers = 0
enabled_import_methods = [glance-direct,web-download,copy-image,glance-download]
enabled_backends = file:file,rbd:rbd
show_image_direct_url = true
show_multiple_locations = true
node_staging_uri = file://$folder/staging
worker_self_reference_url = http://127.0.0.1:$(tcp_port glance "$cloud")
[oslo_concurrency]
lock_path = $folder/lock
[paste_deploy]
flavor = keystone
config_file = /etc/glance/glance-api-paste.ini
[glance_store]
default_backend = rbd
[file]
filesystem_store_datadir = $folder/images
[rbd]
rbd_store_pool = $cloud-images
rbd_store_ceph_conf = $STATE/ceph/ceph.conf
rbd_store_chunk_size = 8
[os_glance_staging_store]
filesystem_store_datadir = $folder/staging
[os_glance_tasks_store]
filesystem_store_datadir = $folder/tasks
[task]
work_dir = $folder/work
[import_filtering_opts]
allowed_ports = []
allowed_hosts = [127.0.0.1,$LAB_ADDRESS]
[image_import_opts]
image_import_plugins = []
$(database_section "$cloud" glance)
$(token_section "$cloud" glance)
END
}

# Nova: nova.conf for all, nova-database.conf for the controller only, HOST.conf for each compute host

configure_nova() {
  local cloud=$1 etc=$STATE/$1/etc/nova host
  mkdir -p "$etc" "$STATE/$cloud/nova/lock"
  configure_nova_all "$cloud" >"$etc/nova.conf"
  # A nova-compute that sees a database connection uses it for RPC version discovery and then hangs for 100 s,
  # because compute hosts cannot reach the database.
  {
    database_section "$cloud" nova_api api_database
    database_section "$cloud" nova
  } >"$etc/nova-database.conf"
  for host in $(compute_hosts "$cloud"); do
    mkdir -p "$STATE/$cloud/$host"/{instances,nova/mnt,lock}
    configure_nova_host "$cloud" "$host" >"$etc/$host.conf"
  done
}

configure_nova_all() {
  local cloud=$1 folder=$STATE/$1/nova
  cat <<END
[DEFAULT]
use_stderr = true
$(broker_option "$cloud" $LAB_ADDRESS)
host = $cloud-controller
state_path = $folder
api_paste_config = /etc/nova/api-paste.ini
rootwrap_config = /etc/nova/rootwrap.conf
enabled_apis = osapi_compute,metadata
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $(tcp_port nova "$cloud")
osapi_compute_workers = 1
metadata_listen = 127.0.0.1
metadata_listen_port = $(tcp_port metadata "$cloud")
metadata_workers = 1
allow_resize_to_same_host = true
cpu_allocation_ratio = 64.0
ram_allocation_ratio = 8.0
disk_allocation_ratio = 20.0
reserved_host_memory_mb = 0
[api]
auth_strategy = keystone
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 5
[glance]
api_servers = http://$LAB_ADDRESS:$(tcp_port glance "$cloud")
[cinder]
os_region_name = RegionOne
catalog_info = volumev3::internalURL
$(client_options "$cloud" cinder $LAB_ADDRESS)
[neutron]
service_metadata_proxy = true
metadata_proxy_shared_secret = $METADATA_SECRET
$(client_options "$cloud" neutron $LAB_ADDRESS)
[placement]
$(client_options "$cloud" placement $LAB_ADDRESS)
[service_user]
send_service_user_token = true
$(client_options "$cloud" nova $LAB_ADDRESS)
[oslo_concurrency]
lock_path = $folder/lock
[vnc]
enabled = false
[upgrade_levels]
compute = auto
$(token_section "$cloud" nova $LAB_ADDRESS)
END
}

# configure_nova_host CLOUD HOST: emulated guests without ACPI (so no minute of waiting for a shutdown), disks in Ceph.
# Once in a minute, as is the default, each host would run `ceph df`, a second of CPU, and ask Neutron for all of a guest,
# of whose changes Neutron tells it anyway.
configure_nova_host() {
  local cloud=$1 host=$2 folder=$STATE/$1/$2
  cat <<END
[DEFAULT]
host = $host
my_ip = 10.254.0.$(host_number "$host")
state_path = $folder/nova
instances_path = $folder/instances
compute_driver = libvirt.LibvirtDriver
vif_plugging_is_fatal = false
vif_plugging_timeout = 15
shutdown_timeout = 3
update_resources_interval = 300
heal_instance_info_cache_interval = 600
max_concurrent_builds = 2
[oslo_concurrency]
lock_path = $folder/lock
[compute]
max_disk_devices_to_attach = 20
[libvirt]
virt_type = qemu
cpu_mode = custom
cpu_models = qemu64
hw_machine_type = x86_64=pc
num_pcie_ports = 4
connection_uri = qemu:///system
live_migration_uri = qemu+tcp://%s/system
live_migration_inbound_addr = 10.254.0.$(host_number "$host")
inject_partition = -2
nfs_mount_point_base = $folder/nova/mnt
wait_soft_reboot_seconds = 5
images_type = rbd
images_rbd_pool = $cloud-vms
images_rbd_ceph_conf = $STATE/ceph/ceph.conf
images_rbd_glance_store_name = rbd
images_rbd_glance_copy_timeout = 60
disk_cachemodes = network=writeback
END
}

# Neutron: ML2 with the Linux bridge driver; tenant networks are vxlan over the management bridge

configure_neutron() {
  local cloud=$1 etc=$STATE/$1/etc/neutron host
  mkdir -p "$etc" "$STATE/$cloud/neutron/lock"
  configure_neutron_all "$cloud" >"$etc/neutron.conf"
  configure_ml2 >"$etc/ml2.ini"
  for host in $(compute_hosts "$cloud"); do configure_bridge_agent "$host" >"$etc/$host.ini"; done
  cat >"$etc/l3.ini" <<END
[DEFAULT]
interface_driver = linuxbridge
END
  cat >"$etc/dhcp.ini" <<END
[DEFAULT]
interface_driver = linuxbridge
dhcp_driver = neutron.agent.linux.dhcp.Dnsmasq
enable_isolated_metadata = true
force_metadata = false
dnsmasq_dns_servers = 127.0.0.1
dnsmasq_local_resolv = false
END
  cat >"$etc/metadata.ini" <<END
[DEFAULT]
nova_metadata_host = $LAB_ADDRESS
nova_metadata_port = $(tcp_port metadata "$cloud")
metadata_proxy_shared_secret = $METADATA_SECRET
metadata_workers = 0
END
}

# configure_neutron_all CLOUD: no workers, so that the server is one process; no sudo or rootwrap, since all run as root
# (an agent looks a hundred times a second whether its rootwrap daemon lives)
configure_neutron_all() {
  local cloud=$1 folder=$STATE/$1/neutron
  cat <<END
[DEFAULT]
use_stderr = true
$(broker_option "$cloud" $LAB_ADDRESS)
core_plugin = ml2
service_plugins = router,qos,trunk
api_paste_config = /etc/neutron/api-paste.ini
auth_strategy = keystone
state_path = $folder
bind_host = 127.0.0.1
bind_port = $(tcp_port neutron "$cloud")
api_workers = 0
rpc_workers = 0
rpc_state_report_workers = 0
dhcp_agents_per_network = 1
agent_down_time = 75
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
[agent]
root_helper = env
report_interval = 20
[experimental]
linuxbridge = true
[oslo_concurrency]
lock_path = $folder/lock
[nova]
$(client_options "$cloud" nova 127.0.0.1)
[placement]
$(client_options "$cloud" placement 127.0.0.1)
$(database_section "$cloud" neutron)
$(token_section "$cloud" neutron)
END
}

# configure_ml2: the vlan type is accepted by the API but has no data path
configure_ml2() {
  cat <<'END'
[ml2]
type_drivers = flat,vlan,vxlan
tenant_network_types = vxlan
mechanism_drivers = linuxbridge,l2population
extension_drivers = port_security,qos
[ml2_type_flat]
flat_networks = physnet1
[ml2_type_vlan]
network_vlan_ranges = physnet1:100:200
[ml2_type_vxlan]
vni_ranges = 1:1000
[securitygroup]
enable_security_group = true
enable_ipset = true
firewall_driver = iptables
END
}

configure_bridge_agent() {
  cat <<END
[DEFAULT]
host = $1
[linux_bridge]
physical_interface_mappings = physnet1:ext0
[vxlan]
enable_vxlan = true
local_ip = 10.254.0.$(host_number "$1")
l2_population = true
[securitygroup]
enable_security_group = true
enable_ipset = true
firewall_driver = iptables
END
}

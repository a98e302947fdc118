# What runs on a compute host: libvirtd, nova-compute, the Linux bridge agent; on a cloud's first one the network agents.

# start_holder CLOUD HOST: a sleeping process that keeps the host's own mount and host-name namespaces
start_holder() {
  local folder=$STATE/$1/$2/libvirt
  mkdir -p "$folder"/{etc/qemu,run,var/{qemu,images},log,cache,dev}
  start "holder-$2" ip netns exec "lab-$2" unshare --uts --mount --propagation private \
    bash "$LAB_FOLDER/lib/enter-host.sh" "$2" "$folder" "$STATE/hosts"
}

# wait_for_holder CLOUD HOST
wait_for_holder() {
  local turn
  for turn in {1..50}; do
    [ ! -e "$STATE/$1/$2/libvirt/ready" ] || return 0
    sleep 0.1
  done
  fail "compute host $2 was not set up" "$LOG/holder-$2.log"
}

# on_host HOST: the words that run a command in the host's network, mount and host-name namespaces
on_host() {
  local pid
  read -r pid _ <"$RUN/holder-$1.pid"
  echo "nsenter -t $pid -n -m -u --"
}

start_libvirt() {
  local host=$2 folder=$STATE/$1/$2/libvirt number
  number=$(host_number "$host")
  cat >"$folder/etc/qemu.conf" <<END
user = "root"
group = "root"
remember_owner = 0
dynamic_ownership = 0
cgroup_controllers = []
namespaces = []
security_driver = "none"
stdio_handler = "file"
migration_address = "0.0.0.0"
END
  # keepalive: an overloaded machine answers late, and libvirt would drop the connection
  cat >"$folder/etc/libvirtd.conf" <<END
listen_tls = 0
listen_tcp = 1
listen_addr = "10.254.0.$number"
auth_tcp = "none"
auth_unix_rw = "none"
log_outputs = "3:stderr"
keepalive_interval = -1
max_client_requests = 50
host_uuid = "00000000-0000-4000-8000-0000000000$number"
END
  # A PATH with a single emulator: libvirt probes each one that it finds.
  mkdir -p "$STATE/bin"
  ln -sf /usr/bin/qemu-system-x86_64 /usr/bin/qemu-img "$STATE/bin/"
  # shellcheck disable=SC2046
  start "libvirtd-$host" $(on_host "$host") env "PATH=$STATE/bin:/usr/sbin" \
    libvirtd --listen --pid-file /run/libvirt/libvirtd.pid --config /etc/libvirt/libvirtd.conf
}

# start_compute_host CLOUD HOST: after Placement and Neutron answer, or nova-compute ends and agents wait long
start_compute_host() {
  local cloud=$1 host=$2 etc=$STATE/$1/etc words
  words=$(on_host "$host")
  # shellcheck disable=SC2086
  start "$host-nova-compute" $words nova-compute \
    --config-file "$etc/nova/nova.conf" --config-file "$etc/nova/$host.conf"
  write_ebtables
  # shellcheck disable=SC2086
  start "$host-linuxbridge" $words env "PATH=$STATE/agent-bin:$PATH" neutron-linuxbridge-agent \
    --config-file "$etc/neutron/neutron.conf" --config-file "$etc/neutron/$host.ini"
  if [ "$host" = "${cloud}-compute-1" ]; then start_network_agents "$cloud" "$host"; fi
}

# write_ebtables: ebtables on nf_tables refuses to delete a rule with --among-src ("RULE_DELETE failed"), and the agent
# tries again for ever, so that no port comes up any more. It deletes such a rule only to write the chain anew, and the
# chain holds nothing else but its last DROP: emptying it does the same.
write_ebtables() {
  mkdir -p "$STATE/agent-bin"
  cat >"$STATE/agent-bin/ebtables" <<'END'
#!/bin/bash
case " $* " in
  *' -D neutronMAC-'*' --among-src '*)
    while [ "$1" != -D ]; do shift; done
    /usr/sbin/ebtables -t nat --concurrent -F "$2" && exec /usr/sbin/ebtables -t nat --concurrent -A "$2" -j DROP ;;
  *) exec /usr/sbin/ebtables "$@" ;;
esac
END
  chmod 755 "$STATE/agent-bin/ebtables"
}

# start_network_agents CLOUD HOST: only in the network namespace, so that the namespaces they make are seen outside
start_network_agents() {
  local cloud=$1 etc=$STATE/$1/etc/neutron agent
  for agent in dhcp l3 metadata; do
    start "$cloud-$agent" nsenter "--net=/run/netns/lab-$2" -- "neutron-$agent-agent" \
      --config-file "$etc/neutron.conf" --config-file "$etc/$2.ini" --config-file "$etc/$agent.ini"
  done
}

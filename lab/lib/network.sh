# Bridges, namespaces and address translation. A compute host is a network namespace lab-HOST.

MANAGEMENT_BRIDGE=lab-mgmt
RULE_COMMENT=pumphouse-lab

add_bridge() {
  ip link add "$1" type bridge
  ip addr add "$2" dev "$1"
  ip link set "$1" up
}

# add_host_namespace CLOUD HOST: mgmt0 leads to the management bridge, ext0 is Neutron's physnet1
add_host_namespace() {
  local number namespace=lab-$2
  number=$(host_number "$2")
  ip netns add "$namespace"
  ip link add "lab-m$number" type veth peer name mgmt0 netns "$namespace"
  ip link set "lab-m$number" master $MANAGEMENT_BRIDGE up
  ip link add "lab-x$number" type veth peer name ext0 netns "$namespace"
  ip link set "lab-x$number" master "$(external_bridge "$1")" up
  ip -n "$namespace" addr add "10.254.0.$number/24" dev mgmt0
  ip -n "$namespace" link set lo up
  ip -n "$namespace" link set mgmt0 up
  ip -n "$namespace" link set ext0 up
  ip netns exec "$namespace" sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.ipv4.ip_forward=1
}

# redirect CHAIN...: the services listen on 127.0.0.1 only; compute hosts reach them at $LAB_ADDRESS
redirect() {
  iptables -w -t nat -A "$@" -d $LAB_ADDRESS -p tcp --dport 10000:30000 \
    -m comment --comment $RULE_COMMENT -j DNAT --to-destination 127.0.0.1
}

build_network() {
  local cloud host
  sysctl -n net.ipv4.ip_forward >"$STATE/ip-forward-before"
  add_bridge $MANAGEMENT_BRIDGE $LAB_ADDRESS/24
  sysctl -qw net.ipv4.conf.$MANAGEMENT_BRIDGE.route_localnet=1 net.ipv4.ip_forward=1
  redirect PREROUTING -i $MANAGEMENT_BRIDGE
  redirect OUTPUT
  cp /etc/hosts "$STATE/hosts"
  for cloud in "${CLOUDS[@]}"; do
    add_bridge "$(external_bridge "$cloud")" "$(external_prefix "$cloud").1/24"
    for host in $(compute_hosts "$cloud"); do
      add_host_namespace "$cloud" "$host"
      echo "10.254.0.$(host_number "$host") $host" >>"$STATE/hosts"
    done
  done
}

lab_namespaces() {
  ip netns list 2>/dev/null | awk '$1 ~ /^(lab-(source|destination)-compute-[0-9]+|qdhcp-.*|qrouter-.*)$/ {print $1}'
}

remove_network() {
  local name rule
  for name in $(lab_namespaces); do ip netns del "$name" || true; done
  for name in $MANAGEMENT_BRIDGE "$(external_bridge source)" "$(external_bridge destination)"; do
    ip link del "$name" 2>/dev/null || true
  done
  # a veth whose namespace is kept alive by a process that has not ended yet
  ip -o link show type veth 2>/dev/null | awk -F'[ :@]+' '$2 ~ /^lab-[mx][0-9]+$/ {print $2}' |
    while read -r name; do ip link del "$name" 2>/dev/null || true; done
  { iptables-save -t nat 2>/dev/null | grep -e "--comment $RULE_COMMENT" || true; } | while read -r rule; do
    # shellcheck disable=SC2086
    iptables -w -t nat -D ${rule#-A }
  done
  if [ -s "$STATE/ip-forward-before" ]; then sysctl -qw "net.ipv4.ip_forward=$(<"$STATE/ip-forward-before")"; fi
}

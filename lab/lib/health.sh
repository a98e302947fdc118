# Is the lab up?

# lab_daemons: the names of all daemons of a lab that is up
lab_daemons() {
  local cloud host name
  echo mariadb epmd rabbitmq ceph-mon ceph-mgr ceph-osd
  for cloud in "${CLOUDS[@]}"; do
    for name in keystone placement neutron nova-conductor nova-api nova-scheduler glance \
      cinder-api cinder-scheduler cinder-volume dhcp l3 metadata; do
      echo "$cloud-$name"
    done
    for host in $(compute_hosts "$cloud"); do
      echo "holder-$host" "libvirtd-$host" "$host-nova-compute" "$host-linuxbridge"
    done
  done
}

dead_daemons() {
  local name
  for name in $(lab_daemons); do is_alive "$name" || echo "$name"; done
}

# silent_apis: those that do not accept connections
silent_apis() {
  local cloud name
  for cloud in "${CLOUDS[@]}"; do
    for name in keystone placement glance nova metadata neutron cinder; do
      if ! (exec 3<>"/dev/tcp/127.0.0.1/$(tcp_port $name "$cloud")") 2>/dev/null; then echo "$cloud-$name"; fi
    done
  done
}

is_up() {
  [ -e "$STATE/up" ] && [ -z "$(dead_daemons)" ] && [ -z "$(silent_apis)" ]
}

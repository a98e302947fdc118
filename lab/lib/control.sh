# The APIs and schedulers of a cloud. All run as root on 127.0.0.1.

# start_wsgi NAME TCP_PORT FILE SETTING...: uwsgi closes each connection after its answer: the header says so,
# or clients that keep connections see them reset. One process, since Keystone's cache is in it, and one thread: the
# locks that oslo.log 5.0 puts around log lines are eventlet's, and stop for good when two threads meet there
# ("cannot switch to a different thread").
start_wsgi() {
  local name=$1 tcp_port=$2 file=$3
  shift 3
  start "$name" env "$@" uwsgi --plugin python3 --master --die-on-term --need-app --buffer-size 65535 --enable-threads \
    --lazy-apps --add-header Connection:close --http-socket "127.0.0.1:$tcp_port" --processes 1 --threads 1 \
    --log-format '%(ltime) "%(method) %(uri)" status: %(status) time: %(msecs) ms agent: "%(uagent)"' --wsgi-file "$file"
}

# start_workers NAME MODULE OPTION...: a service whose first process does nothing but start workers
start_workers() {
  local name=$1
  shift
  start "$name" /usr/bin/python3 -P "$LAB_FOLDER/lib/workers.py" "$@"
}

start_keystone() {
  start_wsgi "$1-keystone" "$(tcp_port keystone "$1")" /usr/bin/keystone-wsgi-public \
    "OS_KEYSTONE_CONFIG_FILES=$STATE/$1/etc/keystone/keystone.conf"
}

# start_control CLOUD: what needs no storage
start_control() {
  local cloud=$1 etc=$STATE/$1/etc name
  start_wsgi "$cloud-placement" "$(tcp_port placement "$cloud")" /usr/bin/placement-api \
    "OS_PLACEMENT_CONFIG_DIR=$etc/placement"
  start "$cloud-neutron" neutron-server --config-file "$etc/neutron/neutron.conf" --config-file "$etc/neutron/ml2.ini"
  start_workers "$cloud-nova-api" nova.cmd.api \
    --config-file "$etc/nova/nova.conf" --config-file "$etc/nova/nova-database.conf"
  for name in conductor scheduler; do
    start "$cloud-nova-$name" "nova-$name" \
      --config-file "$etc/nova/nova.conf" --config-file "$etc/nova/nova-database.conf"
  done
}

# start_storage_services CLOUD: after Ceph answers. Debian has no glance-api command but for uwsgi, which cannot stream.
start_storage_services() {
  local cloud=$1 etc=$STATE/$1/etc name
  start "$cloud-glance" /usr/bin/python3 -c 'import sys; from glance.cmd.api import main; sys.exit(main())' \
    --config-file "$etc/glance/glance-api.conf"
  start "$cloud-cinder-scheduler" cinder-scheduler --config-file "$etc/cinder/cinder.conf"
  for name in api volume; do
    start_workers "$cloud-cinder-$name" "cinder.cmd.$name" --config-file "$etc/cinder/cinder.conf"
  done
}

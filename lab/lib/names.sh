# Names, folders, addresses and TCP ports of the lab.

STATE=${PUMPHOUSE_LAB_STATE:-/var/lib/pumphouse-lab}
CACHE=${PUMPHOUSE_LAB_CACHE:-/var/cache/pumphouse-lab}
RUN=$STATE/run
LOG=$STATE/log

CLOUDS=(source destination)
LAB_ADDRESS=10.254.0.1        # root end of the management bridge; compute hosts reach every API there
DATABASE_TCP_PORT=13306
BROKER_TCP_PORT=15673
CEPH_TCP_PORT=3300
SERVICE_PASSWORD=labpass      # of every OpenStack service user
ADMIN_PASSWORD=adminpass      # of the user admin in both clouds
METADATA_SECRET=labsecret
CEPH_SIZE=60G                 # of a sparse file

# /usr/bin first: the machine may have another Python without the OpenStack packages.
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin LC_ALL=C.UTF-8
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME
for name in ${!OS_@}; do unset "$name"; done
unset name

# tcp_port SERVICE CLOUD: 1xxxx in the source, 2xxxx in the destination
tcp_port() {
  local base=10000
  [ "$2" = source ] || base=20000
  case $1 in
    keystone) echo $((base + 5000)) ;;
    glance) echo $((base + 9292)) ;;
    nova) echo $((base + 8774)) ;;
    metadata) echo $((base + 8775)) ;;
    placement) echo $((base + 8778)) ;;
    neutron) echo $((base + 9696)) ;;
    cinder) echo $((base + 8776)) ;;
  esac
}

# compute_hosts CLOUD: the first one also runs the DHCP, L3 and metadata agents
compute_hosts() {
  case $1 in
    source) echo source-compute-1 source-compute-2 ;;
    destination) echo destination-compute-1 ;;
  esac
}

# host_number HOST: last byte of its management address
host_number() {
  case $1 in
    source-compute-1) echo 11 ;;
    source-compute-2) echo 12 ;;
    destination-compute-1) echo 21 ;;
  esac
}

# external_prefix CLOUD: first three bytes of the external (floating IP) network
external_prefix() {
  case $1 in
    source) echo 172.24.4 ;;
    destination) echo 172.24.5 ;;
  esac
}

# external_bridge CLOUD: an interface name has at most 15 characters
external_bridge() {
  case $1 in
    source) echo lab-source-ext ;;
    destination) echo lab-dest-ext ;;
  esac
}

# database_url CLOUD SERVICE
database_url() { echo "mysql+pymysql://lab:lab@127.0.0.1:$DATABASE_TCP_PORT/$1_$2?charset=utf8"; }

# keystone_url CLOUD ADDRESS
keystone_url() { echo "http://$2:$(tcp_port keystone "$1")/v3"; }

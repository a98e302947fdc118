# Everything that the commands share; sourced by each of them.
set -euo pipefail

LAB_FOLDER=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for part in names report process packages network compute-host database bootstrap broker ceph control guest health \
  clean clouds-file config/parts config/keystone config/placement config/glance config/nova config/cinder config/neutron; do
  # shellcheck disable=SC1090
  . "$LAB_FOLDER/lib/$part.sh"
done
unset part

case $STATE in
  /*/*) ;;
  *) fail "PUMPHOUSE_LAB_STATE must be an absolute path of at least two parts, not '$STATE'" ;;
esac
case $STATE$CACHE in *[[:space:]]*) fail 'the folders of the lab must have no white space in their names' ;; esac

# begin_change: only root, and only one command at a time, may change the lab; file descriptor 9 is the lock
begin_change() {
  [ "$(id -u)" = 0 ] || fail 'only root can change network namespaces, mounts and packages: run it as root'
  exec 9>/run/lock/pumphouse-lab
  flock -n 9 || { say 'another command of the lab is at work: waiting for it'; flock -w 900 9; } ||
    fail 'the other command of the lab did not end within 900 s'
}

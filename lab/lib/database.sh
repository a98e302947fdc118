# One MariaDB for both clouds: databases source_* and destination_*. Its folder after the first set-up is cached.

DATABASES=(keystone glance placement nova_api nova nova_cell0 neutron cinder)

sql() { mysql --no-defaults -uroot -S "$RUN/mariadb.sock" "$@"; }

# database_cache: the file for these packages, these scripts and this set of names
database_cache() {
  local packages=(keystone glance-common placement-common nova-common neutron-common cinder-common mariadb-server)
  local key
  key=$({
    dpkg-query -W -f '${Package}=${Version}\n' "${packages[@]}"
    cat "$LAB_FOLDER"/lib/{database,names,bootstrap}.sh "$LAB_FOLDER"/lib/bootstrap.py
    cat "$LAB_FOLDER"/lib/config/keystone.sh
  } | sha256sum)
  echo "$CACHE/databases-${key:0:16}.tar"
}

# start_database: flushes rarely and keeps no binary log: the lab's state need not survive a power cut
start_database() {
  start mariadb mariadbd --no-defaults --user=root --datadir="$STATE/mariadb" --socket="$RUN/mariadb.sock" \
    --pid-file="$STATE/mariadb/server.pid" --bind-address=127.0.0.1 --port=$DATABASE_TCP_PORT \
    --max-connections=1000 --table-open-cache=2000 --innodb-buffer-pool-size=256M --innodb-log-file-size=64M \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --skip-log-bin --skip-name-resolve \
    --performance-schema=OFF --character-set-server=utf8 --collation-server=utf8_general_ci
  wait_for_answer mariadb 127.0.0.1 $DATABASE_TCP_PORT 60
}

create_databases() {
  local cloud name
  require 'making an empty database server' "$LOG/database.log" mysql_install_db --no-defaults --user=root \
    --datadir="$STATE/mariadb" --skip-test-db --auth-root-authentication-method=socket
  start_database
  {
    for cloud in "${CLOUDS[@]}"; do
      for name in "${DATABASES[@]}"; do echo "CREATE DATABASE ${cloud}_$name;"; done
    done
    for name in 127.0.0.1 localhost; do
      echo "CREATE USER lab@'$name' IDENTIFIED BY 'lab'; GRANT ALL ON *.* TO lab@'$name';"
    done
  } | sql
}

# build_schema SERVICE: in the source; the commands are those of each service's installation guide
build_schema() {
  local etc=$STATE/source/etc
  local nova=(nova-manage --config-file "$etc/nova/nova.conf" --config-file "$etc/nova/nova-database.conf")
  case $1 in
    keystone) keystone-manage --config-file "$etc/keystone/keystone.conf" db_sync ;;
    glance)
      glance-manage --config-file "$etc/glance/glance-api.conf" db_sync
      glance-manage --config-file "$etc/glance/glance-api.conf" db_load_metadefs
      ;;
    placement)
      OS_PLACEMENT_CONFIG_DIR=$etc/placement placement-manage --config-file "$etc/placement/placement.conf" db sync
      ;;
    nova)
      "${nova[@]}" api_db sync
      "${nova[@]}" db sync --local_cell
      mysqldump --no-defaults -S "$RUN/mariadb.sock" source_nova | sql source_nova_cell0
      ;;
    neutron)
      neutron-db-manage --config-file "$etc/neutron/neutron.conf" --config-file "$etc/neutron/ml2.ini" upgrade heads
      ;;
    cinder) cinder-manage --config-file "$etc/cinder/cinder.conf" db sync ;;
  esac
}

# build_schemas: once, in the source, services side by side; then copied, which is faster than building again
build_schemas() {
  local service name pids=()
  for service in keystone glance placement nova neutron cinder; do
    (set -e; build_schema "$service") >"$LOG/schema-$service.log" 2>&1 9>&- &
    pids+=("$!:$service")
  done
  for name in "${pids[@]}"; do
    wait "${name%%:*}" || fail "building the schema of ${name#*:} failed" "$LOG/schema-${name#*:}.log"
  done
  say 'schemas built in the source'
  for name in "${DATABASES[@]}"; do
    mysqldump --no-defaults -S "$RUN/mariadb.sock" "source_$name" | sql "destination_$name"
  done
  say 'schemas copied to the destination'
}

# save_database_cache FILE: with the server stopped
save_database_cache() {
  rm -f "$CACHE"/databases-*.tar
  tar -C "$STATE" -cf "$1.part" mariadb source/keys destination/keys
  mv "$1.part" "$1"
  say "databases cached in $1 ($(du -h "$1" | cut -f1))"
}

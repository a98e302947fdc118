# First identity of a cloud: keys, the user admin, Nova's cells, service users and catalog.

# bootstrap CLOUD
bootstrap() {
  local cloud=$1 etc=$STATE/$1/etc keys=$STATE/$1/keys log=$LOG/bootstrap-$1.log service
  local keystone=(keystone-manage --config-file "$etc/keystone/keystone.conf")
  local nova=(nova-manage --config-file "$etc/nova/nova.conf" --config-file "$etc/nova/nova-database.conf" cell_v2)
  local services=()
  mkdir -p "$keys"/{fernet,credential}
  chmod 700 "$keys"/*
  for service in fernet_setup credential_setup; do
    require "keystone-manage $service" "$log" "${keystone[@]}" $service --keystone-user root --keystone-group root
  done
  require 'keystone-manage bootstrap' "$log" "${keystone[@]}" bootstrap --bootstrap-password $ADMIN_PASSWORD \
    --bootstrap-region-id RegionOne --bootstrap-public-url "$(keystone_url "$cloud" 127.0.0.1)" \
    --bootstrap-internal-url "$(keystone_url "$cloud" $LAB_ADDRESS)" \
    --bootstrap-admin-url "$(keystone_url "$cloud" $LAB_ADDRESS)"
  start_keystone "$cloud"
  require 'nova-manage map_cell0' "$log" "${nova[@]}" map_cell0 --database_connection "$(database_url "$cloud" nova_cell0)"
  require 'nova-manage create_cell' "$log" "${nova[@]}" create_cell --name cell1
  wait_for_answer "$cloud-keystone" 127.0.0.1 "$(tcp_port keystone "$cloud")" 60
  for service in glance placement nova neutron cinder; do services+=("$service=$(tcp_port $service "$cloud")"); done
  require "making the service users and catalog of the $cloud" "$log" /usr/bin/python3 "$LAB_FOLDER/lib/bootstrap.py" \
    "$(keystone_url "$cloud" 127.0.0.1)" $ADMIN_PASSWORD $SERVICE_PASSWORD $LAB_ADDRESS "${services[@]}"
}

# One RabbitMQ for both clouds: a virtual host each. Users come from a definitions file, since rabbitmqctl is slow.

start_broker() {
  local folder=$STATE/rabbitmq
  mkdir -p "$folder"
  cat >"$folder/definitions.json" <<'END'
{
  "rabbit_version": "3.10.8",
  "users": [{"name": "lab", "password": "lab", "tags": "administrator"}],
  "vhosts": [{"name": "source"}, {"name": "destination"}],
  "permissions": [
    {"user": "lab", "vhost": "source", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab", "vhost": "destination", "configure": ".*", "write": ".*", "read": ".*"}
  ]
}
END
  cat >"$folder/rabbitmq.conf" <<END
listeners.tcp.1 = 127.0.0.1:$BROKER_TCP_PORT
load_definitions = $folder/definitions.json
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
log.console = true
log.console.level = warning
log.file = false
END
  echo '[].' >"$folder/enabled_plugins"
  start epmd env "HOME=$folder" epmd -port 14369 -address 127.0.0.1
  start rabbitmq env "HOME=$folder" ERL_EPMD_PORT=14369 ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME=pumphouse@localhost RABBITMQ_DIST_PORT=14370 \
    RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_MNESIA_BASE="$folder/mnesia" RABBITMQ_LOG_BASE="$folder/log" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" RABBITMQ_ALLOW_INPUT=1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-noinput +S 2:2 -kernel inet_dist_use_interface {127,0,0,1}' \
    /usr/lib/rabbitmq/bin/rabbitmq-server
}

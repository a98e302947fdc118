# Sections that several services' configuration files share.

database_section() {
  cat <<END
[${3:-database}]
connection = $(database_url "$1" "$2")
max_pool_size = 3
max_overflow = 20
connection_recycle_time = 600
END
}

# token_section CLOUD USER [ADDRESS]: how a service checks the tokens that it is given
token_section() {
  local url
  url=$(keystone_url "$1" "${3:-127.0.0.1}")
  cat <<END
[keystone_authtoken]
www_authenticate_uri = $(keystone_url "$1" 127.0.0.1)
auth_url = $url
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $2
password = $SERVICE_PASSWORD
service_token_roles = admin
service_token_roles_required = true
END
}

# client_options CLOUD USER ADDRESS: how a service logs in to call another
client_options() {
  cat <<END
auth_url = $(keystone_url "$1" "$3")
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $2
password = $SERVICE_PASSWORD
region_name = RegionOne
valid_interfaces = internal
END
}

# broker_option CLOUD ADDRESS
broker_option() { echo "transport_url = rabbit://lab:lab@$2:$BROKER_TCP_PORT/$1"; }

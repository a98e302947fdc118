# Placement

configure_placement() {
  local cloud=$1 etc=$STATE/$1/etc/placement
  mkdir -p "$etc"
  cat >"$etc/placement.conf" <<END
[DEFAULT]
use_stderr = true
[api]
auth_strategy = keystone
$(database_section "$cloud" placement placement_database)
$(token_section "$cloud" placement)
END
}

# clouds.yaml of both clouds.

# write_clouds_file: openstacksdk leaves the key "pumphouse" alone; Pumphouse reads the address of Keystone's database there
write_clouds_file() {
  local cloud
  echo 'clouds:'
  for cloud in "${CLOUDS[@]}"; do
    cat <<END
  $cloud:
    auth:
      auth_url: $(keystone_url "$cloud" 127.0.0.1)
      username: admin
      password: $ADMIN_PASSWORD
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
    region_name: RegionOne
    identity_api_version: 3
    pumphouse:
      keystone_database: mysql://lab:lab@127.0.0.1:$DATABASE_TCP_PORT/${cloud}_keystone
END
  done
}

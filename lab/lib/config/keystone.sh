# Keystone

# configure_keystone CLOUD: the bcrypt cost is low for speed; it is part of each hash, so hashes stay portable.
# Without a cache each request asks the database 58 times, 80 ms of CPU. Keystone changes what `oslo_cache.dict` gives it,
# credentials above all: the cache must give copies.
configure_keystone() {
  local cloud=$1 etc=$STATE/$1/etc/keystone
  mkdir -p "$etc"
  cat >"$etc/keystone.conf" <<END
[DEFAULT]
use_stderr = true
[token]
provider = fernet
expiration = 86400
[fernet_tokens]
key_repository = $STATE/$cloud/keys/fernet
[credential]
key_repository = $STATE/$cloud/keys/credential
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.memory_pickle
[oslo_messaging_notifications]
driver = noop
$(database_section "$cloud" keystone)
END
}

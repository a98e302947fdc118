# What the lab puts on the machine: Debian packages, a guest kernel (unpacked only), a stand-in for mount.nfs.

MOUNT_NFS=/sbin/mount.nfs
MOUNT_NFS_MARK='pumphouse-lab: stand-in for NFS on one machine'

# missing_packages: names from packages.txt that are not installed
missing_packages() {
  grep -Ev '^(#|$)' "$LAB_FOLDER/packages.txt" | sort >"$1/wanted"
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' | awk '$1 == "installed" {print $2}' | sort >"$1/installed"
  comm -23 "$1/wanted" "$1/installed"
}

# apt_try LOG WORDS...: apt-get, three times at most, since a mirror may be between two states
apt_try() {
  local log=$1 turn
  shift
  for turn in 1 2 3; do
    if DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true apt-get -q -y "$@" >>"$log" 2>&1 9>&-; then
      return 0
    fi
    say "apt-get $1 failed (try $turn of 3)"
    sleep $((turn * 5))
  done
  fail "apt-get $1 failed three times" "$log"
}

# install_packages LOG NAME...: no package starts a service: policy-rc.d says no while they are installed
install_packages() {
  local log=$1 policy=/usr/sbin/policy-rc.d
  shift
  apt_try "$log" update
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\n# pumphouse-lab\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  apt_try "$log" install --no-install-recommends -o Dpkg::Options::=--force-confdef \
    -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io "$@"
  remove_policy
}

remove_policy() {
  if grep -qs '^# pumphouse-lab$' /usr/sbin/policy-rc.d; then rm -f /usr/sbin/policy-rc.d; fi
}

# fetch_guest_kernel LOG: unpacked into the cache; /boot stays untouched
fetch_guest_kernel() {
  local log=$1 folder=$CACHE/guest package
  [ ! -s "$folder/vmlinuz" ] || return 0
  rm -rf "$folder"
  mkdir -p "$folder"
  package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:.*linux-image-[0-9]/ {print $2; exit}')
  [ -n "$package" ] || { apt_try "$log" update
    package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:.*linux-image-[0-9]/ {print $2; exit}'); }
  [ -n "$package" ] || fail 'apt knows no linux-image-cloud-amd64' "$log"
  (cd "$folder" && apt_try "$log" download "$package" && dpkg-deb -x "$package"_*.deb root && rm -f "$package"_*.deb)
  cp "$folder"/root/boot/vmlinuz-* "$folder/vmlinuz"
}

# install_mount_nfs: kernels without NFS: "mount -t nfs 127.0.0.1:/folder" becomes a bind mount,
# which is enough for Cinder's NFS driver and Nova's NFS volumes
install_mount_nfs() {
  if [ -e $MOUNT_NFS ] && ! grep -qsF "$MOUNT_NFS_MARK" $MOUNT_NFS; then
    fail "$MOUNT_NFS is not the lab's own: remove the package nfs-common, or use a throwaway machine"
  fi
  cat >$MOUNT_NFS <<END
#!/bin/sh
# $MOUNT_NFS_MARK
case \$1 in 127.0.0.1:/*) exec mount --bind "\${1#127.0.0.1:}" "\$2" ;; esac
echo "mount.nfs of the lab: only 127.0.0.1:/folder" >&2
exit 32
END
  chmod 755 $MOUNT_NFS
}

remove_mount_nfs() {
  if grep -qsF "$MOUNT_NFS_MARK" $MOUNT_NFS; then rm -f $MOUNT_NFS; fi
}

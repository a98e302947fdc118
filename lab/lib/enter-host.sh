#!/bin/bash
# enter-host.sh HOST FOLDER HOSTS_FILE: runs inside a compute host's new namespaces, sets them up and sleeps.
set -euo pipefail
host=$1 folder=$2 hosts=$3

hostname "$host"
mkdir -p /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /etc/libvirt
mount --bind "$folder/run" /run/libvirt
mount --bind "$folder/var" /var/lib/libvirt
mount --bind "$folder/log" /var/log/libvirt
mount --bind "$folder/cache" /var/cache/libvirt
mount --bind "$folder/etc" /etc/libvirt
mount --bind "$hosts" /etc/hosts

# A /dev without kvm: when libvirt sees a kvm that qemu cannot use, it probes every emulator again at each guest's start.
dev=$folder/dev
mount -t tmpfs none "$dev"
mkdir "$dev/net" "$dev/pts" "$dev/shm"
for entry in /dev/*; do
  [ "$entry" != /dev/kvm ] || continue
  if [ -c "$entry" ] || [ -b "$entry" ] || [ -h "$entry" ]; then cp -a "$entry" "$dev/"; fi
done
cp -a /dev/net/tun "$dev/net/"
mount --bind /dev/pts "$dev/pts"
mount --bind /dev/shm "$dev/shm"
mount --move "$dev" /dev

touch "$folder/ready"
exec sleep infinity

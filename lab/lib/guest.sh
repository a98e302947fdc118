# The tiny guest's images in $CACHE/guest: tiny.raw (48 MiB, one bootable ext4 partition), tiny.qcow2,
# tiny-partition.raw (the partition alone), initrd and vmlinuz (for kernel-and-ramdisk boots), random.raw (200 MiB).

GUEST=$CACHE/guest
GUEST_MODULES=(drivers/virtio/{virtio,virtio_ring,virtio_pci_legacy_dev,virtio_pci_modern_dev,virtio_pci}
  drivers/block/virtio_blk net/core/failover drivers/net/{net_failover,virtio_net})

# build_guest: nothing to do when guest/ and the kernel are those of the last build
build_guest() {
  local key work
  key=$(cat "$LAB_FOLDER"/guest/* "$LAB_FOLDER/lib/guest.sh" "$GUEST/vmlinuz" | sha256sum)
  [ "$(cat "$GUEST/key" 2>/dev/null)" != "$key" ] || return 0
  rm -f "$GUEST/key"
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "umount '$work/disk' 2>/dev/null || true; rm -rf '$work'" EXIT
  build_ramdisk "$work/ramdisk"
  build_disk "$work/disk"
  qemu-img convert -c -O qcow2 "$GUEST/tiny.raw" "$GUEST/tiny.qcow2"
  build_partition
  head -c 200M /dev/urandom >"$GUEST/random.raw"
  echo "$key" >"$GUEST/key"
}

build_ramdisk() {
  local modules module
  modules=$(echo "$GUEST"/root/lib/modules/*/kernel)
  mkdir -p "$1"/{bin,etc,proc,sys,dev,tmp,disk,www,lib}
  cp /bin/busybox "$LAB_FOLDER"/guest/{page,mark,data-disks,records,counter} "$1/bin/"
  cp "$LAB_FOLDER/guest/dhcp-event" "$1/etc/"
  cp "$LAB_FOLDER/guest/init" "$1/init"
  for module in "${GUEST_MODULES[@]}"; do cp "$modules/$module.ko" "$1/lib/"; done
  (cd "$1" && find . | cpio -o -H newc --quiet | gzip -6) >"$GUEST/initrd"
}

# build_disk MOUNT_POINT: extlinux can only be installed on a mounted file system
build_disk() {
  local image=$GUEST/tiny.raw
  rm -f "$image"
  truncate -s 48M "$image"
  echo '2048,,83,*' | sfdisk -q "$image"
  dd if=/usr/lib/syslinux/mbr/mbr.bin of="$image" bs=440 count=1 conv=notrunc status=none
  mkfs.ext4 -q -F -O '^64bit,^metadata_csum,^has_journal' -L tiny -E offset=1048576 "$image" 47M
  mkdir -p "$1"
  mount -o loop,offset=1048576 "$image" "$1"
  mkdir "$1/boot"
  cp "$GUEST/vmlinuz" "$GUEST/initrd" "$1/boot/"
  cat >"$1/boot/extlinux.conf" <<'END'
DEFAULT tiny
PROMPT 0
TIMEOUT 1
LABEL tiny
  KERNEL vmlinuz
  INITRD initrd
  APPEND console=ttyS0 quiet panic=5 tsc=unstable no_timer_check
END
  extlinux --install "$1/boot"
  umount "$1"
}

# build_partition: a boot loader's first sector (55 AA) would make Nova take the partition for a whole disk
build_partition() {
  dd if="$GUEST/tiny.raw" of="$GUEST/tiny-partition.raw" bs=1M skip=1 status=none
  dd if=/dev/zero of="$GUEST/tiny-partition.raw" bs=1024 count=1 conv=notrunc status=none
}

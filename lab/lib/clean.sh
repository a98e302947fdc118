# Takes away whatever a lab left, in whatever state: nothing here trusts pid files or asks a service.

# lab_pids: what writes to the lab's logs (some daemons overwrite their environment); marked daemons and their children;
# what lives in the lab's namespaces; what works on files of the state folder
lab_pids() {
  local name
  { find /proc/[0-9]*/fd/[12] -maxdepth 0 -lname "$LOG/*" 2>/dev/null || true; } | cut -d/ -f3
  { grep -lszFx "$PROCESS_MARK" /proc/[0-9]*/environ || true; } | cut -d/ -f3
  for name in $(lab_namespaces); do ip netns pids "$name" 2>/dev/null || true; done
  pgrep -f "^([^ ]*/)?(qemu-system|dnsmasq|haproxy|ceph-|sudo|python3|keepalived).*$STATE/" || true
}

kill_processes() {
  local turn pids
  for turn in {1..20}; do
    pids=$(lab_pids | { grep -vx "$$" || true; } | sort -un)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.3
  done
  fail "these processes do not end: $(echo $pids)"
}

unmount_all() {
  local folder
  awk -v state="$STATE/" 'index($2, state) == 1 {print $2}' /proc/mounts | sort -ru |
    while read -r folder; do umount -l "$folder"; done
}

# remove_state: only a folder that the lab made
remove_state() {
  [ -d "$STATE" ] || return 0
  if [ -e "$STATE/made-by-pumphouse-lab" ] || [ -z "$(ls -A "$STATE")" ]; then
    rm -rf --one-file-system "$STATE"
  else
    fail "$STATE was not made by the lab: remove it yourself or set PUMPHOUSE_LAB_STATE to another folder"
  fi
}

# is_anything_left: something of a lab, running or dead, is on the machine
is_anything_left() {
  [ -d "$STATE" ] || [ -n "$(lab_pids)" ] || ip -o link show | grep -qE ': lab-(mgmt|source-ext|dest-ext|[mx][0-9]+)[@:]' ||
    ip netns list 2>/dev/null | grep -qE '^lab-(source|destination)-compute-' ||
    iptables-save -t nat 2>/dev/null | grep -qe "--comment $RULE_COMMENT"
}

clean() {
  kill_processes
  remove_network
  unmount_all
  remove_mount_nfs
  remove_policy
  remove_state
}

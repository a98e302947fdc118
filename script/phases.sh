# Phases of a long command: each has a log, a time and a result. Sourced by script/test and script/demo.

PHASE_NAMES=() PHASE_SECONDS=() PHASE_RESULTS=()
PHASE_CHILD=

# begin_phases NAME: makes the folder of the logs
begin_phases() {
  LOGS=$(mktemp -d "${TMPDIR:-/tmp}/pumphouse-$1.XXXXXX")
  # oxlint colours its words wherever CI is set, whatever NO_COLOR says.
  [ -t 1 ] || { export NO_COLOR=1 && unset FORCE_COLOR CI; }
  printf 'logs: %s\n' "$LOGS"
}

# phase NAME COMMAND...: runs it, shows and logs what it says; a failure shows where it went wrong
phase() {
  local name=$1 log status=0 viewer
  shift
  log=$LOGS/$(printf '%02d' ${#PHASE_NAMES[@]})-${name// /-}.log
  printf '\n== %s\n' "$name"
  PHASE_NAME=$name PHASE_START=$SECONDS
  : >"$log"
  # A group of its own can be ended as a whole. Output goes by way of the log, since what the lab starts may keep a pipe open.
  set -m
  "$@" </dev/null >>"$log" 2>&1 &
  PHASE_CHILD=$!
  set +m
  tail -n +1 -s 0.2 -f --pid=$PHASE_CHILD "$log" 2>/dev/null &
  viewer=$!
  wait $PHASE_CHILD || status=$?
  PHASE_CHILD=
  wait $viewer || true
  record_phase "$status"
  [ $status = 0 ] || tell_failure "$name" "$status" "$log"
  return $status
}

record_phase() {
  PHASE_NAMES+=("$PHASE_NAME") PHASE_SECONDS+=($((SECONDS - PHASE_START)))
  if [ "$1" = 0 ]; then PHASE_RESULTS+=(ok); else PHASE_RESULTS+=("failed ($1)"); fi
}

tell_failure() {
  printf '\n== %s failed with exit code %d; the last lines of its log:\n' "$1" "$2"
  tail -n 40 "$3" | sed 's/^/  | /'
  printf 'its whole log: %s\n' "$3"
}

# end_phase: ends what the running phase started, when the command itself is told to end; fails if there was one
end_phase() {
  [ -n "$PHASE_CHILD" ] || return 0
  kill -TERM -- "-$PHASE_CHILD" 2>/dev/null || true
  wait "$PHASE_CHILD" 2>/dev/null || true
  PHASE_CHILD=
  record_phase interrupted
  return 1
}

print_phases() {
  local index
  printf '\n%-28s %8s  %s\n' phase seconds result
  for index in "${!PHASE_NAMES[@]}"; do
    printf '%-28s %8d  %s\n' "${PHASE_NAMES[index]}" "${PHASE_SECONDS[index]}" "${PHASE_RESULTS[index]}"
  done
  printf '%-28s %8d\n' 'in all' $SECONDS
}

# Daemons: each has a name, a pid file in $RUN, a log in $LOG, a session of its own and a mark in its environment.

PROCESS_MARK=PUMPHOUSE_LAB_PROCESS=$STATE

# start_time PID: in clock ticks since the machine's start; a recycled pid has another one
start_time() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  stat=${stat##*) }
  # shellcheck disable=SC2086
  set -- $stat
  echo "${20}"
}

# is_alive NAME: judged by pid and start time, so that a stale pid file does not fool it
is_alive() {
  local pid ticks
  { read -r pid ticks <"$RUN/$1.pid"; } 2>/dev/null || return 1
  [ "$(start_time "$pid")" = "$ticks" ]
}

# start NAME COMMAND...: starts a daemon unless it is alive
start() {
  local name=$1 pid
  shift
  if is_alive "$name"; then return 0; fi
  setsid env "$PROCESS_MARK" "$@" >>"$LOG/$name.log" 2>&1 </dev/null 9>&- &
  pid=$!
  disown
  echo "$pid $(start_time "$pid")" >"$RUN/$name.pid"
}

# stop NAME...: asks the daemons to end (TERM to their groups), waits 20 s for each, then kills
stop() {
  local name pid turn
  for name in "$@"; do
    is_alive "$name" || continue
    read -r pid _ <"$RUN/$name.pid"
    kill -TERM -- "-$pid" 2>/dev/null || true
    for turn in {1..100}; do
      is_alive "$name" || break
      sleep 0.2
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
    rm -f "$RUN/$name.pid"
  done
}

# wait_for_answer NAME ADDRESS TCP_PORT SECONDS: until the daemon accepts connections
wait_for_answer() {
  local turn
  for ((turn = 0; turn < $4 * 5; turn++)); do
    if (exec 3<>"/dev/tcp/$2/$3") 2>/dev/null; then return 0; fi
    is_alive "$1" || fail "$1 ended instead of answering on $2:$3" "$LOG/$1.log"
    sleep 0.2
  done
  fail "$1 does not answer on $2:$3 after $4 s" "$LOG/$1.log"
}

# require NAME LOG COMMAND...: runs a command with its output in a log; an error names both
require() {
  local name=$1 log=$2
  shift 2
  "$@" >>"$log" 2>&1 9>&- || fail "$name failed" "$log"
}

# Progress lines and errors.

# say WORDS: a progress line with the seconds since the command began
say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

# fail WORDS [LOG]: ends the command; the error names the log to read and shows its last lines
fail() {
  printf 'lab: error: %s\n' "$1" >&2
  if [ -n "${2:-}" ]; then
    printf 'lab: read %s; its last lines:\n' "$2" >&2
    tail -n 12 "$2" 2>/dev/null | cut -c1-300 | sed 's/^/  | /' >&2
  fi
  exit 1
}

# phase NAME: ends the phase before and begins another; print_phases shows what each took
PHASES=()
phase() {
  [ -z "${PHASE_NAME:-}" ] || PHASES+=("$(printf '%5d s  %s' $((SECONDS - PHASE_START)) "$PHASE_NAME")")
  PHASE_NAME=$1 PHASE_START=$SECONDS
  [ -z "$1" ] || say "$1"
}
print_phases() {
  phase ''
  printf '%s\n' "${PHASES[@]}" "$(printf '%5d s  in all' "$SECONDS")"
}

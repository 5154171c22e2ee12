# A Docker engine that answers. One that was there before is used as it is, and only started.
step_engine() {
  if engine_answers; then
    outcome="engine $engine_version runs"
    return
  fi
  explain_foreign_engine
  local verb=started
  if ! command -v docker >/dev/null || ! find_dockerd >/dev/null; then
    install_engine
    verb='installed and started'
  fi
  # Installing the package may have started it.
  engine_answers || start_engine
  wait_for_engine
  outcome="engine $engine_version $verb"
}

engine_answers() {
  command -v docker >/dev/null || return 1
  engine_error=$(docker version --format '{{.Server.Version}}' 2>&1 >/dev/null) || true
  engine_version=$(docker version --format '{{.Server.Version}}' 2>/dev/null) && [ -n "$engine_version" ]
}

# An engine that is somebody else's to start, or that we may not talk to: say so and stop.
explain_foreign_engine() {
  case "${engine_error:-}" in
    *'permission denied'*)
      fail "an engine runs, but $(id -un) has no permission on its socket; run: sudo usermod -aG docker $(id -un), then log in again"
      ;;
  esac
  [ -z "${DOCKER_HOST:-}" ] || fail "DOCKER_HOST is $DOCKER_HOST, and no engine answers there; start it or unset DOCKER_HOST"
  [ "$(uname -s)" = Linux ] || fail 'no engine answers; start Docker Desktop (or another engine) and run this again'
}

find_dockerd() {
  PATH=$PATH:/usr/sbin:/sbin command -v dockerd
}

install_engine() {
  install_packages docker.io iptables
  # Newer releases keep the client in a package of its own.
  command -v docker >/dev/null || install_packages docker-cli
  hash -r
}

start_engine() {
  as_root true
  if [ -d /run/systemd/system ]; then
    quietly as_root systemctl start docker || fail 'systemctl could not start docker; see: journalctl -u docker'
    return
  fi
  # Without an init system: a process session of its own, so that the engine outlives this shell.
  local group_flag=''
  if [ "$(id -u)" != 0 ] && [ ! -e /etc/docker/daemon.json ]; then group_flag="--group $(id -gn)"; fi
  as_root sh -c "PATH=\$PATH:/usr/sbin:/sbin; export PATH; setsid dockerd $group_flag </dev/null >>/var/log/dockerd.log 2>&1 &" {lock}>&-
}

wait_for_engine() {
  local attempt
  for attempt in $(seq 60); do
    engine_answers && return
    case "$engine_error" in *'permission denied'*) explain_foreign_engine ;; esac
    sleep 1
  done
  fail "the engine did not answer within $attempt s; see /var/log/dockerd.log (or journalctl -u docker)"
}

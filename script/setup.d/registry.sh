# An image registry for the tests: Debian's package, unpacked and not installed, since the package would start a
# service of its own.
step_registry() {
  local version binary=$state_dir/bin/docker-registry work=$cache_dir/registry
  if version=$(registry_version "$(command -v docker-registry || printf '%s' "$binary")"); then
    outcome="docker-registry $version is there"
    return
  fi
  command -v apt-get >/dev/null || fail 'no apt-get on this machine; install by hand: docker-registry'
  rm -rf "$work"
  mkdir -p "$work" "$state_dir/bin"
  download_registry "$work" || fail 'docker-registry cannot be fetched; see .image-size-guard/setup.log'
  quietly dpkg-deb -x "$work"/docker-registry_*.deb "$work/unpacked"
  install -m 755 "$work/unpacked/usr/bin/docker-registry" "$binary"
  rm -rf "$work"
  version=$(registry_version "$binary") || fail 'docker-registry does not start; see .image-size-guard/setup.log'
  outcome="docker-registry $version fetched"
}

# The version of a program that runs; fails when there is none.
registry_version() {
  "$1" --version 2>>"$log_file" | grep -om1 '[0-9][0-9.]*[0-9]'
}

# With a fresh package list only when the known one does not serve.
download_registry() {
  (cd "$1" && quietly apt-get download docker-registry) && return
  quietly as_root apt-get update || true
  (cd "$1" && quietly apt-get download docker-registry)
}

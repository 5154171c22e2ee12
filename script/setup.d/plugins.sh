# The client's plugins buildx and compose, where every `docker` of this user finds them.
step_plugins() {
  local added=()
  docker buildx version >/dev/null 2>&1 || { add_plugin docker-buildx docker-buildx; added+=(buildx); }
  docker compose version >/dev/null 2>&1 || { add_plugin docker-compose docker-compose-v2 docker-compose; added+=(compose); }
  docker buildx version >>"$log_file" 2>&1 || fail 'docker buildx does not start; see .image-size-guard/setup.log'
  docker compose version >>"$log_file" 2>&1 || fail 'docker compose does not start; see .image-size-guard/setup.log'
  outcome="buildx $(docker buildx version | grep -om1 '[0-9][0-9.]*[0-9]' | head -n1), compose $(docker compose version --short)"
  if [ ${#added[@]} -gt 0 ]; then outcome+=" (added: ${added[*]})"; fi
}

# add_plugin BINARY PACKAGE...: the distribution's own package, else the one of Debian sid.
add_plugin() {
  local binary=$1 package
  shift
  for package in "$@"; do
    if is_plugin_package "$package"; then
      install_packages "$package"
      return
    fi
  done
  fetch_from_sid "$binary" "$package"
}

# bookworm's docker-compose is the old program (1.x), not the plugin.
is_plugin_package() {
  local version
  version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
  case "$1:$version" in
    *:'' | *:'(none)' | docker-compose:1.*) return 1 ;;
  esac
}

# The package is unpacked, not installed, through a package configuration of our own: the machine's
# sources stay as they are. The binaries need only glibc 2.34.
fetch_from_sid() {
  local binary=$1 package=$2 work=$cache_dir/sid plugin_dir=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "$package is not in this distribution, and none of its package sources is a Debian mirror"
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || install_packages debian-archive-keyring
  mkdir -p "$work"/{lists/partial,cache/archives/partial,files} "$plugin_dir"
  cat >"$work/sources.list" <<SOURCES
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main
SOURCES
  cat >"$work/apt.conf" <<CONF
Dir::State::Lists "$work/lists";
Dir::State::Status "/dev/null";
Dir::Cache "$work/cache";
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
APT::Sandbox::User "";
CONF
  [ -n "${sid_lists_fresh:-}" ] || APT_CONFIG=$work/apt.conf quietly apt-get update || fail 'the package list of Debian sid cannot be fetched'
  sid_lists_fresh=yes
  (cd "$work/files" && rm -f "${package}"_*.deb && APT_CONFIG=$work/apt.conf quietly apt-get download "$package") ||
    fail "$package cannot be fetched from Debian sid"
  rm -rf "$work/unpacked"
  dpkg-deb -x "$work/files/${package}"_*.deb "$work/unpacked"
  install -m 755 "$(find "$work/unpacked" -type f -name "$binary" -path '*cli-plugins*' | head -n1)" "$plugin_dir/$binary"
}

# The mirror that this machine uses for Debian itself.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/\?$'
}

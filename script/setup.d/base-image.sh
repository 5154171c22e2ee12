# The image that the examples build on: the real one where a registry answers, else a stand-in.
real_base=python:3.11-slim-bookworm
stand_in_base=image-size-guard/python:3.11-slim
stand_in_bundle=/usr/local/share/ca-bundle.crt

step_base_image() {
  local base
  for base in "$real_base" "$stand_in_base"; do
    if docker image inspect "$base" >/dev/null 2>&1; then
      outcome="$base is there"
      printf '%s\n' "$base" >"$state_dir/base-image"
      return
    fi
  done
  if quietly timeout 180 docker pull --quiet "$real_base"; then
    base=$real_base
    outcome="$base pulled"
  else
    make_stand_in
    base=$stand_in_base
    outcome="$real_base cannot be pulled here; stand-in $base made"
  fi
  printf '%s\n' "$base" >"$state_dir/base-image"
}

make_stand_in() {
  local archive
  # Named after its recipe: a changed recipe makes a new one.
  archive=$cache_dir/python-3.11-slim-$(cksum <script/setup.d/base-image.sh | cut -d' ' -f1).tar
  [ -s "$archive" ] || bootstrap_stand_in "$archive"
  quietly docker import \
    --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'ENV LANG=C.UTF-8' \
    --change "ENV SSL_CERT_FILE=$stand_in_bundle PIP_CERT=$stand_in_bundle" \
    --change "ENV NODE_EXTRA_CA_CERTS=$stand_in_bundle CURL_CA_BUNDLE=$stand_in_bundle" \
    --change 'CMD ["python3"]' \
    "$archive" "$stand_in_base" || fail 'docker import of the stand-in base failed; see .image-size-guard/setup.log'
}

# Debian's own Python, laid out as the real image has it: interpreter, pip and what pip installs are
# in /usr/local (a virtual environment there), so one Dockerfile serves both.
bootstrap_stand_in() {
  local archive=$1 root
  PATH=$PATH:/usr/sbin command -v debootstrap >/dev/null || install_packages debootstrap
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || install_packages debian-archive-keyring
  root=$(mktemp -d)
  quietly as_root env PATH="$PATH:/usr/sbin:/sbin" debootstrap --variant=minbase \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include=ca-certificates,python3,python3-venv bookworm "$root" ||
    fail 'debootstrap failed: neither an image registry nor a Debian mirror answers; see .image-size-guard/setup.log'
  add_python_headers "$root"
  quietly as_root chroot "$root" python3 -m venv /usr/local
  add_host_certificates "$root"
  keep_layers_small "$root"
  as_root sh -c "rm -rf '$root'/var/cache/apt/archives/*.deb '$root'/var/cache/apt/*.bin '$root'/var/lib/apt/lists/*"
  rm -f "$cache_dir"/python-3.11-slim-*.tar
  as_root tar -C "$root" --one-file-system --sort=name -c . >"$archive.part"
  mv "$archive.part" "$archive"
  as_root rm -rf "$root"
}

# As in the real image, apt leaves neither packages nor indexes of its own in a layer; and a package
# list past its date is good enough for a test.
keep_layers_small() {
  as_root tee "$1/etc/apt/apt.conf.d/90stand-in" >/dev/null <<'CONF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
CONF
}

# What this machine trusts, so that pip works behind a proxy with its own authority. In a file of its
# own: the one in /etc is written anew when the package is upgraded.
add_host_certificates() {
  local root=$1 bundle=/etc/ssl/certs/ca-certificates.crt
  [ -s "$bundle" ] || bundle=$root$bundle
  as_root cp "$bundle" "$root$stand_in_bundle"
}

# Only the headers: the package's dependencies would bring a C library's development files along.
add_python_headers() {
  local root=$1
  quietly as_root chroot "$root" sh -c '
    set -e
    cd /tmp
    apt-get download libpython3.11-dev
    dpkg-deb -x libpython3.11-dev_*.deb headers
    cp -a headers/usr/include /usr/
    rm -rf headers libpython3.11-dev_*.deb
  '
}

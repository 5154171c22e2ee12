#!/usr/bin/env bash
# By hand what bench/image-size.yml asks for: both builds, both sizes, eight containers of the after image.
# Usage: bench/by-hand.sh BASE_IMAGE (a base image that the engine has)
set -Eeuo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tags=()
trap 'docker image rm "${tags[@]}" >/dev/null' EXIT

build() {
  tags+=("$1")
  docker buildx build --quiet --load --provenance=false --tag "$1" \
    --file "examples/multi-stage/docker/$2" --build-arg "BASE_IMAGE=$base" examples/multi-stage >/dev/null
}
start() { docker run --rm --network none "$@"; }
refuse() {
  if start "$@" 2>/dev/null; then
    echo "this must not succeed: $*" >&2
    exit 1
  fi
}

base=$1
after="isg-by-hand-after:$$"
before="isg-by-hand-before:$$"
build "$before" Dockerfile.single
build "$after" Dockerfile
docker image inspect --format '{{.Size}}' "$before" "$after"

refuse --entrypoint gcc "$after"
refuse --entrypoint g++ "$after"
refuse --entrypoint gcc "$after" --version
start --entrypoint python "$after" --version
start --entrypoint git "$after" --version
start --entrypoint python "$after" -c 'import tally._lines'
start --entrypoint tally "$after" --help
start "$after" --version

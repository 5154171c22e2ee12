# The npm dependencies, exactly as the lock file names them.
step_npm() {
  command -v node >/dev/null || fail 'Node is missing; install Node 20.15 or newer'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 12) ? 0 : 1)' ||
    fail "Node $(node --version) is too old; install Node 20.15 or newer"
  if [ node_modules/.package-lock.json -nt package-lock.json ]; then
    outcome='dependencies are there'
    return
  fi
  quietly npm ci --no-audit --no-fund || fail "npm ci failed: $(grep -m1 'npm error' "$log_file" || tail -n1 "$log_file")"
  outcome='dependencies installed'
}

# The workflow runner that the action tests use.
act_module=github.com/nektos/act@v0.2.89

step_act() {
  if [ -x "$state_dir/bin/act" ]; then
    outcome="$("$state_dir/bin/act" --version) is there"
  elif ! command -v go >/dev/null; then
    outcome='skipped: Go is missing, and act is built with it; the tests that need act will fail'
  else
    mkdir -p "$state_dir/bin"
    GOBIN=$state_dir/bin GOFLAGS=-trimpath quietly go install "$act_module" || fail "go install $act_module failed; see .image-size-guard/setup.log"
    outcome="$("$state_dir/bin/act" --version) installed"
  fi
}

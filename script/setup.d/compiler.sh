# A C compiler that links statically: tests make programs with it that run in an empty image.
step_compiler() {
  if links_statically; then
    outcome='a C compiler is there'
    return
  fi
  install_packages gcc libc6-dev
  links_statically || fail 'gcc cannot link a static program; see .image-size-guard/setup.log'
  outcome='gcc and libc6-dev installed'
}

links_statically() {
  command -v gcc >/dev/null || return 1
  printf 'int main(void) { return 0; }\n' | gcc -static -x c - -o "$state_dir/static-program" >>"$log_file" 2>&1 || return 1
  rm -f "$state_dir/static-program"
}

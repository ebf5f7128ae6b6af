# shellcheck shell=bash
# Sourced by the scripts that start Java themselves: find_jdk prints the folder of a JDK 25 or later.

# The feature release of the JDK in folder $1, or nothing.
release() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local on_path folder feature
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  for folder in "${TUSK_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    feature=$(release "$folder") || continue
    if [ "${feature:-0}" -ge 25 ]; then
      echo "$folder"
      return 0
    fi
  done
  return 1
}

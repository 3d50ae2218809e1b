# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for the scripts that read it
# Read by kernel/lab and kernel/tcplab: finds the JDK, names the jar, and picks the JVM's flags. Bash; no process is started where
# it can be helped, because this stands before every start of the kernel and of the command line.

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*}
state=$here/.lab
built_jar=$root/target/tcplab.jar

say() { printf 'tcplab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# java_version HOME: sets $version to the major version of the JDK there, or to nothing.
java_version() {
  version=
  local key value
  [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value//\"/}
      version=${value%%[!0-9]*}
    fi
  done <"$1/release"
}

# find_jdk: sets $jdk and $version to a JDK ≥ 17: JAVA_HOME's, else the one on PATH.
find_jdk() {
  local java found
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk=$JAVA_HOME
    [ -x "$jdk/bin/java" ] || die "JAVA_HOME is $jdk, and there is no bin/java in it; point it at a JDK 17 or newer"
    found="JAVA_HOME ($jdk)"
  else
    java=$(command -v java) || die "no java found; install JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk; Fedora: dnf install java-17-openjdk-devel)"
    java=$(readlink -f "$java")
    jdk=${java%/bin/java}
    found=$java
  fi
  java_version "$jdk"
  if [ -z "$version" ]; then # an unusual layout: ask it
    version=$("$jdk/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;T;q')
  fi
  [ "${version:-0}" -ge 17 ] || die "$found is Java ${version:-of unknown version}; tcplab needs JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk)"
  [ -x "$jdk/bin/javac" ] || die "$found is a JRE without a compiler; install the JDK (Debian, Ubuntu: apt install openjdk-17-jdk)"
}

# choose_jar: sets $jar to TCPLAB_JAR, or to the copy that kernel/lab installed; that one outlives `mvn clean` and a rebuild
# under a running kernel.
choose_jar() {
  jar=
  if [ -n "${TCPLAB_JAR:-}" ]; then
    jar=$TCPLAB_JAR
  elif [ -r "$state/runtime/current" ]; then
    read -r jar <"$state/runtime/current"
    jar=$state/runtime/$jar/tcplab.jar
  fi
}

# java_flags: sets the array $flags. JVM messages go to stderr (stdout carries data), nothing is written outside the checkout,
# and C2 stays on: it costs the start nothing and decodes captures twice as fast. Its counted loops keep safepoints, which the serial
# collector would do without: a loop inside a library could not be interrupted for as long as it runs.
java_flags() {
  flags=(-XX:+UseSerialGC -XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000 -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -Djava.awt.headless=true
    "-Djava.io.tmpdir=$state/tmp" "-Djna.tmpdir=$state/tmp")
  # Tablesaw's class scanner frees its buffers through sun.misc.Unsafe; JDK 24 and later would warn of it in the notebook.
  [ "$version" -lt 24 ] || flags+=(--sun-misc-unsafe-memory-access=allow)
  # Our own agent (see the jar's manifest) is no surprise; JDK 21 and later would warn of it, JDK 17 does not know the flag.
  [ "$version" -lt 21 ] || flags+=(-XX:+EnableDynamicAgentLoading)
}

# archive_name: sets $archive, the start-up archive's file. Its name holds all that it was recorded for (JDK, jar, flags): the JVM
# itself does not notice all of these.
archive_name() {
  local sum
  sum=$({ [ ! -r "$jdk/release" ] || cat "$jdk/release"; printf '%s\n' "$jdk" "$jar" "${flags[@]}"; } | cksum)
  archive=${jar%/*}/jdk$version-${sum%% *}.jsa
  [ "$version" -lt 25 ] || archive=${archive%.jsa}.aot
}

# archive_flag: adds to $flags what makes the JVM start from $archive, when there is one. JDK 17 refuses to start on the other's.
archive_flag() {
  [ -r "$archive" ] || return 0
  case $archive in
    *.aot) flags+=("-XX:AOTCache=$archive") ;;
    *) flags+=("-XX:SharedArchiveFile=$archive") ;;
  esac
}

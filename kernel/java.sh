# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for the scripts that read it
# Read by kernel/lab and kernel/tcplab: finds the JDK, names the jar, and picks the JVM's flags and start-up archive. Bash; no process
# is started where it can be helped, because this stands before every start of the kernel and of the command line.
#
# It serves in two places: in the checkout, where all that is made lies in kernel/.lab; and in a kernelspec's folder, where the wheel
# or `java -jar tcplab.jar kernel install` put it beside tcplab.jar, and what is made goes there or into the user's cache.

here=$(cd -P "${BASH_SOURCE[0]%/*}" && pwd)
root=${here%/*}
if [ -r "$here/tcplab.jar" ]; then
  packaged=1
  state=${XDG_CACHE_HOME:-}
  case $state in /*) ;; *) state=${HOME:-~}/.cache ;; esac # the XDG specification ignores what is not absolute
  state=$state/tcplab
else
  packaged=
  state=$here/.lab
fi
built_jar=$root/target/tcplab.jar
jvm_arguments=() # the user's own, from kernel.json

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

# find_jdk: sets $jdk and $version to a JDK ≥ 17: JAVA_HOME's, else the one on PATH. Where there is none it fails, and $problem says
# what to do.
find_jdk() {
  local java found home
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk=$JAVA_HOME
    if [ ! -x "$jdk/bin/java" ]; then
      problem="JAVA_HOME is $jdk, and there is no bin/java in it; point it at a JDK 17 or newer"
      return 1
    fi
    java=$jdk/bin/java
    found="JAVA_HOME ($jdk)"
  else
    if ! java=$(type -P java); then
      problem="no java found; install JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk; Fedora: dnf install java-17-openjdk-devel)"
      return 1
    fi
    java=$(readlink -f "$java")
    jdk=${java%/bin/java}
    found=$java
  fi
  java_version "$jdk"
  if [ -z "$version" ]; then # an unusual layout, or a tool that stands before several JDKs: ask it
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p') || true
    if [ -n "$home" ]; then jdk=$home; fi
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;T;q') || true
  fi
  if [ "${version:-0}" -lt 17 ]; then
    problem="$found is Java ${version:-of unknown version}; tcplab needs JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk)"
    return 1
  fi
  if [ ! -x "$jdk/bin/javac" ]; then
    problem="$found is a JRE without a compiler; install the JDK (Debian, Ubuntu: apt install openjdk-17-jdk)"
    return 1
  fi
}

# choose_jar: sets $jar to TCPLAB_JAR, to the one that lies beside this file, or to the copy that kernel/lab installed; that one
# outlives `mvn clean` and a rebuild under a running kernel.
choose_jar() {
  jar=
  if [ -n "${TCPLAB_JAR:-}" ]; then
    jar=$TCPLAB_JAR
  elif [ -n "$packaged" ]; then
    jar=$here/tcplab.jar
  elif [ -r "$state/runtime/current" ]; then
    read -r jar <"$state/runtime/current"
    jar=$state/runtime/$jar/tcplab.jar
  fi
}

# java_flags: sets the array $flags, for which an archive is recorded, and the array $places, which make no difference to it. JVM
# messages go to stderr (stdout carries data), the checkout's JVM writes nothing outside the checkout, and C2 stays on: it decodes
# captures twice as fast. But it waits forty times longer than it would by itself: for what is called a few thousand times, which is
# all of javac in the first cells, it costs more time than it saves. Its counted loops keep safepoints, which the serial collector
# would do without: a loop inside a library could not be interrupted for as long as it runs. The archive is mapped where it was
# recorded for: elsewhere, each of its pages would be patched at each start, and be memory of this process alone.
java_flags() {
  flags=(-XX:Tier4InvocationThreshold=200000 -XX:Tier4MinInvocationThreshold=50000 -XX:Tier4CompileThreshold=600000)
  flags+=(-XX:Tier4BackEdgeThreshold=400000 -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
  flags+=(-XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000 -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -Djava.awt.headless=true)
  # Tablesaw's class scanner frees its buffers through sun.misc.Unsafe; JDK 24 and later would warn of it in the notebook.
  [ "$version" -lt 24 ] || flags+=(--sun-misc-unsafe-memory-access=allow)
  # What ran often while the archive was recorded would be given to C2 at once.
  [ "$version" -lt 25 ] || flags+=(-XX:-AOTReplayTraining)
  # Our own agent (see the jar's manifest) is no surprise; JDK 21 and later would warn of it, JDK 17 does not know the flag.
  [ "$version" -lt 21 ] || flags+=(-XX:+EnableDynamicAgentLoading)
  case " ${jvm_arguments[*]}" in
    *' -XX:+Use'*GC*) ;; # the JVM takes one collector only
    *) flags+=(-XX:+UseSerialGC) ;;
  esac
  flags+=("${jvm_arguments[@]}")
  places=("-Dtcplab.launcher=$here/tcplab")
  [ -n "$packaged" ] || places+=("-Djava.io.tmpdir=$state/tmp" "-Djna.tmpdir=$state/tmp")
}

# archive_name: sets $archive to the start-up archive's file and $archive_names to where it may lie. Its name holds all that it was
# recorded for (JDK, jar, flags): the JVM itself does not notice all of these.
archive_name() {
  local release='' sum name
  if [ -r "$jdk/release" ]; then read -r -d '' release <"$jdk/release" || true; fi
  sum=$({ stat -Lc '%s %Y' "$jar" && printf '%s\n' "$release" "$jdk" "$jar" "${flags[@]}"; } | cksum)
  name=jdk$version-${sum%% *}.jsa
  [ "$version" -lt 25 ] || name=${name%.jsa}.aot
  archive=${jar%/*}/$name
  if [ -n "$packaged" ] && [ ! -r "$archive" ] && [ -r "$state/$name" ]; then archive=$state/$name; fi
}

# archive_flag: adds to $flags what makes the JVM start from $archive, when there is one. JDK 17 refuses to start on the other's.
archive_flag() {
  [ -r "$archive" ] || return 0
  case $archive in
    *.aot) flags+=("-XX:AOTCache=$archive") ;;
    *) flags+=("-XX:SharedArchiveFile=$archive") ;;
  esac
}

# choose_start WORD…: sets the array $program to what is started, and adds to $flags what makes a command that reads captures or sockets start
# with the quick compiler (C1) only, unless it watches for long, or a word names a file of more than 500 MB, or stdin: until then the
# optimizing one (C2) costs more than it gives. Large arrays, of which a capture consists, begin where the collector puts what
# lasts: it would copy each of them twice on the way there. What is young then needs little room, and gets no more, or a third of the heap
# would be of no use to them. None of this makes a difference to the archive. Started with -jar, the JVM reads the jar's
# manifest and loads the kernel's agent, which no capture needs; from JDK 24 on it would warn of native code without the manifest.
choose_start() {
  local sizes size
  program=(-jar "$jar")
  case ${1:-} in packets | connections | handshakes | teardowns | states | events | icmp | findings | conversations | sockets) ;; *) return 0 ;; esac
  [ "$version" -ge 24 ] || program=(-cp "$jar" tcplab.cli.Main)
  flags+=(-XX:PretenureSizeThreshold=1m -XX:NewRatio=15)
  case " $* " in *' --watch'*) return 0 ;; esac
  shift
  sizes=$(stat -Lc '%F %s' -- "$@" 2>/dev/null) || true
  while read -r size; do
    case $size in
      'regular file '[0-9]*) [ "${size##* }" -le 500000000 ] || return 0 ;;
      ?*) return 0 ;;
    esac
  done <<<"$sizes"
  case " $* " in *' - '*) return 0 ;; esac
  flags+=(-XX:TieredStopAtLevel=1)
}

# record_archive: records (in some 10 s) what the JVM loads from start to a few cells into $archive, so that it need not be read and verified again at
# each start.
record_archive() {
  local part=$archive.$$.part record=-XX:ArchiveClassesAtExit
  [ "$version" -lt 25 ] || record=-XX:AOTCacheOutput
  if ! "$jdk/bin/java" "${flags[@]}" "$record=$part" "${places[@]}" -jar "$jar" kernel rehearse || [ ! -r "$part" ]; then
    rm -f "$part"
    return 1
  fi
  mv "$part" "$archive"
}

# record_when_quiet: what a kernel that found no archive leaves behind in the background. One recording at a time and at the lowest
# priority; after three that failed (or were killed) no more, until JDK, jar or flags change.
record_when_quiet() {
  local name=${archive##*/} tries=0
  sleep "${TCPLAB_RECORD_AFTER:-10}" # the first cells come first
  mkdir -p "$state"
  exec 9>"$state/recording"
  flock -n 9 || return 0
  archive_name
  if [ -r "$archive" ]; then return 0; fi
  if [ -r "$state/$name.tries" ]; then tries=$(wc -l <"$state/$name.tries"); fi
  if [ "$tries" -ge 3 ]; then return 0; fi
  date >>"$state/$name.tries"
  renice -n 19 $$ >/dev/null
  archive_folder
  rm -f "${archive%/*}"/jdk*.part* # of one that was killed
  if record_archive >"$state/recording.log" 2>&1; then
    rm -f "$state/$name.tries"
    # The two before it may belong to another JDK that is in use; what is older goes.
    find "${archive%/*}" -maxdepth 1 -type f \( -name 'jdk*-*.jsa' -o -name 'jdk*-*.aot' \) -printf '%T@ %p\0' \
      | sort -rnz | tail -zn +4 | cut -zd' ' -f2- | xargs -r0 rm -f
  fi
}

# archive_folder: moves $archive to the user's cache unless it can lie beside the jar: in a folder that can be written, from where it
# goes again with the package. pip removes what its RECORD lists and no more, so the archive is added to that.
archive_folder() {
  [ -n "$packaged" ] || return 0
  local name=${archive##*/} record line='' shipped=
  [[ $(<"$here/kernel.json") != *'{resource_dir}'* ]] || shipped=1 # in the wheel's kernel.json, in no other
  for record in "${here%/share/jupyter/*}"/lib*/python*/*-packages/tcplab-*.dist-info/RECORD; do
    if [ -r "$record" ] && line=$(grep -m1 '/kernels/tcplab/tcplab\.jar,' "$record"); then break; fi
    line=
  done
  if [ ! -w "$here" ] || { [ -n "$line" ] && [ ! -w "$record" ]; } || { [ -z "$line" ] && [ -n "$shipped" ]; }; then
    archive=$state/$name
  elif [ -n "$line" ]; then
    line=${line%%,*}
    line=${line%tcplab.jar}$name,,
    grep -qxF "$line" "$record" || printf '%s\n' "$line" >>"$record"
  fi
}

package tcplab.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/PID} tells of a process. All of it is hostile text: a process names itself.
 *
 * @param name the first 15 octets of the command's name (proc_pid_comm(5)); empty when it has ended
 * @param command its command line, words separated by blanks, cut at 4096 octets; empty for none
 * @param cgroup its control group's path (cgroups(7)); empty for none
 * @param container such as {@code docker 4f1c0de8a2b7} or {@code lxc web}; null outside of one
 */
record ProcessFacts(String name, String command, String cgroup, @Nullable String container) {
  private static final int LONGEST = 4096;
  private static final int SHORT_ID = 12;

  /** Docker, containerd, CRI-O, Podman and the kubelet name a group by 64 hexadecimal digits. */
  private static final Pattern ID =
      Pattern.compile(
          "(?:(?<=/)(?:cri-)?(docker|containerd|crio|libpod)[-/])?([0-9a-f]{64})(?:\\.scope)?(?:/|$)");

  private static final Pattern NAMED =
      Pattern.compile(
          "/(lxc\\.payload\\.|lxc/|machine\\.slice/machine-)([^/]+?)(?:\\.scope)?(?:/|$)");

  static ProcessFacts of(Path process) {
    String command = read(process.resolve("cmdline")).replace('\0', ' ').stripTrailing();
    String cgroup = cgroup(read(process.resolve("cgroup")));
    return new ProcessFacts(
        read(process.resolve("comm")).stripTrailing(), command, cgroup, container(cgroup));
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It has ended since it was listed, or this user may not read it: nothing is known then.
      return "";
    }
  }

  /** Version 2 has one line, {@code 0::/path}; of version 1's, the deepest path tells most. */
  private static String cgroup(String lines) {
    String best = "";
    for (String line : lines.split("\n", -1)) {
      int second = line.indexOf(':', line.indexOf(':') + 1);
      String path = second < 0 ? "" : line.substring(second + 1);
      best = path.length() > best.length() ? path : best;
    }
    return best;
  }

  private static @Nullable String container(String cgroup) {
    Matcher id = ID.matcher(cgroup);
    if (id.find()) {
      String runtime = id.group(1) == null ? "container" : id.group(1);
      return runtime + " " + id.group(2).substring(0, SHORT_ID);
    }
    Matcher named = NAMED.matcher(cgroup);
    if (named.find()) {
      return (named.group(1).contains("lxc") ? "lxc " : "machine ") + named.group(2);
    }
    return null;
  }
}

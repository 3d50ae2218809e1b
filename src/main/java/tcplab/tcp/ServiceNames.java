package tcplab.tcp;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The names that tools print for well-known ports when they are not told {@code -n} (IANA's service
 * name registry, RFC 6335). The machine's own {@code /etc/services} is not asked: the text may come
 * from another machine.
 */
public final class ServiceNames {
  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("ftp-data", 20),
          Map.entry("ftp", 21),
          Map.entry("ssh", 22),
          Map.entry("telnet", 23),
          Map.entry("smtp", 25),
          Map.entry("domain", 53),
          Map.entry("gopher", 70),
          Map.entry("finger", 79),
          Map.entry("http", 80),
          Map.entry("www", 80),
          Map.entry("kerberos", 88),
          Map.entry("kerberos-sec", 88),
          Map.entry("pop3", 110),
          Map.entry("sunrpc", 111),
          Map.entry("rpcbind", 111),
          Map.entry("portmap", 111),
          Map.entry("auth", 113),
          Map.entry("ident", 113),
          Map.entry("nntp", 119),
          Map.entry("ntp", 123),
          Map.entry("epmap", 135),
          Map.entry("netbios-ssn", 139),
          Map.entry("imap", 143),
          Map.entry("imap2", 143),
          Map.entry("bgp", 179),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("microsoft-ds", 445),
          Map.entry("submissions", 465),
          Map.entry("urd", 465),
          Map.entry("login", 513),
          Map.entry("shell", 514),
          Map.entry("printer", 515),
          Map.entry("rtsp", 554),
          Map.entry("submission", 587),
          Map.entry("ipp", 631),
          Map.entry("ldaps", 636),
          Map.entry("rsync", 873),
          Map.entry("domain-s", 853),
          Map.entry("ftps", 990),
          Map.entry("imaps", 993),
          Map.entry("pop3s", 995),
          Map.entry("socks", 1080),
          Map.entry("ms-sql-s", 1433),
          Map.entry("mqtt", 1883),
          Map.entry("nfs", 2049),
          Map.entry("docker", 2375),
          Map.entry("docker-s", 2376),
          Map.entry("svn", 3690),
          Map.entry("mysql", 3306),
          Map.entry("ms-wbt-server", 3389),
          Map.entry("sip", 5060),
          Map.entry("sips", 5061),
          Map.entry("xmpp-client", 5222),
          Map.entry("postgresql", 5432),
          Map.entry("postgres", 5432),
          Map.entry("amqp", 5672),
          Map.entry("amqps", 5671),
          Map.entry("x11", 6000),
          Map.entry("redis", 6379),
          Map.entry("http-alt", 8080),
          Map.entry("webcache", 8080),
          Map.entry("https-alt", 8443),
          Map.entry("secure-mqtt", 8883),
          Map.entry("git", 9418));

  private ServiceNames() {}

  /** The TCP port of a service, or empty when the name is not known here. */
  public static OptionalInt port(String name) {
    Integer port = PORTS.get(name);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }
}

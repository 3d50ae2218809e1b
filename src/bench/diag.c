/* The least that a C program does to walk all TCP sockets with tcp_info over netlink, IPv4 then IPv6: the yardstick of sockets.py. */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[65536];

static long walk(int fd, int family) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
  } ask = {{sizeof ask, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 0, 0}, {0}};
  ask.request.sdiag_family = family;
  ask.request.sdiag_protocol = IPPROTO_TCP;
  ask.request.idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1);
  ask.request.idiag_states = 0x3ffe;
  if (send(fd, &ask, sizeof ask, 0) < 0) return -1;
  for (long rows = 0;;) {
    int length = recv(fd, buffer, sizeof buffer, 0);
    if (length <= 0) return -1;
    for (struct nlmsghdr *message = (void *)buffer; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE) return rows;
      if (message->nlmsg_type == NLMSG_ERROR) return -1;
      rows++;
    }
  }
}

int main(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  long v4 = walk(fd, AF_INET), v6 = walk(fd, AF_INET6);
  printf("%ld sockets\n", v4 + v6);
  return v4 < 0 || v6 < 0;
}

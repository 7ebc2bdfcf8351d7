/*
 * Tries system calls and prints "NAME ok" or "NAME" and the error of each. All that could change something get
 * arguments that the kernel refuses: the answer tells whether the call reached it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void report(const char *name, long result) {
  printf("%s %s\n", name, result >= 0 ? "ok" : strerrorname_np(errno));
  fflush(stdout);
}

static void report_child(const char *name, long pid) {
  if (pid == 0) _exit(0);
  report(name, pid);
  if (pid > 0) waitpid(pid, NULL, __WALL);
}

#ifdef __x86_64__
/* As a 32 bit program calls: its addresses end at 4 GiB, where those of static data are. */
static long call32(long number, long first, long second, long third) {
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(first), "c"(second), "d"(third)
                   : "memory", "r8", "r9", "r10", "r11");
  if (result >= 0) return result;
  errno = (int)-result;
  return -1;
}

static void report32(void) {
  static unsigned int alg[] = {AF_ALG, SOCK_SEQPACKET, 0};
  static unsigned int inet[] = {AF_INET, SOCK_DGRAM, 0};
  report("i386_socketcall_alg", call32(102, 1, (long)alg, 0));
  report("i386_socketcall_inet", call32(102, 1, (long)inet, 0));
  report("i386_socket_alg", call32(359, AF_ALG, SOCK_SEQPACKET, 0));
  report("i386_socket_inet", call32(359, AF_INET, SOCK_DGRAM, 0));
  report("i386_keyctl", call32(288, 0, -3, 0));
}
#else
static void report32(void) {}
#endif

int main(void) {
  struct clone_args three = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  char zeros[256] = {0};
  report("af_inet", socket(AF_INET, SOCK_DGRAM, 0));
  report("af_unix", socket(AF_UNIX, SOCK_STREAM, 0));
  report("af_netlink", socket(AF_NETLINK, SOCK_RAW, 0));
  report("af_alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
  report("af_vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
  report_child("fork", fork());
  report_child("clone_newuser", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  report_child("clone_newnet", syscall(SYS_clone, CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0));
  report_child("clone_both", syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0));
  report_child("clone3", syscall(SYS_clone3, &three, sizeof three));
  report("keyctl", syscall(SYS_keyctl, 0, -3, 0));
  report("add_key", syscall(SYS_add_key, "no_such_type", "crij", "x", 1, -3));
  report("bpf", syscall(SYS_bpf, 0, zeros, sizeof zeros));
  report("io_uring_setup", syscall(SYS_io_uring_setup, 1, zeros));
  report("userfaultfd", syscall(SYS_userfaultfd, 1));
  report("mount", syscall(SYS_mount, "none", "/no/such/directory", "tmpfs", 0, 0));
  report("setns", syscall(SYS_setns, -1, 0));
  report("personality", syscall(SYS_personality, 0xffffffff));
  report("personality_odd", syscall(SYS_personality, 0x0400000));
  report("no_such_call", syscall(9999));
  report32();
  report("unshare_newuser", unshare(CLONE_NEWUSER));
  return 0;
}

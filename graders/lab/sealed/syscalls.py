"""The system calls that computing needs. Everything else fails in a sealed process.

A list of what is allowed, since a list of what is dangerous is never complete. Names are libseccomp's;
one that a processor's kernel lacks is left out. No call here makes a process, signals or steers
another one, opens a socket, locks a file, or changes what the process may do.

Source: the table of system calls in Linux 6.12, gone through one by one with what CPython 3.11 to
3.13, torch 2.11 to 2.13, jax 0.10, TensorFlow 2.21 and MXNet 1.9 were seen to use.
"""

_MEMORY = "brk munmap mremap mprotect madvise membarrier mincore msync"
_TIME = (
    "clock_gettime clock_getres clock_nanosleep gettimeofday nanosleep time times getitimer setitimer"
    " alarm pause timer_create timer_settime timer_gettime timer_delete timer_getoverrun"
)
_SIGNALS = (
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack"
    " restart_syscall"
)
_THREADS = (
    "futex futex_waitv set_robust_list rseq set_tid_address gettid getpid sched_yield getcpu"
    " sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max"
    " sched_get_priority_min arch_prctl exit exit_group"
)
_FILES = (
    "read write readv writev pread64 pwrite64 preadv pwritev open openat close close_range lseek"
    " stat fstat lstat newfstatat fstatat64 statx access faccessat faccessat2 readlink readlinkat"
    " getdents getdents64 getcwd chdir fchdir mkdir mkdirat unlink unlinkat rmdir rename renameat"
    " renameat2 truncate ftruncate fallocate fsync fdatasync fadvise64 copy_file_range sendfile"
    " dup dup2 dup3 pipe pipe2 umask statfs fstatfs"
)
_WAITING = (
    "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait"
    " epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime"
)
_ASKING = (
    "getuid geteuid getgid getegid getresuid getresgid getgroups getppid getpgrp"
    " getrlimit getrusage getrandom uname sysinfo"
)

ALLOWED = f"{_MEMORY} {_TIME} {_SIGNALS} {_THREADS} {_FILES} {_WAITING} {_ASKING}".split()

# Of calls with many uses, the harmless ones: the argument that tells the use, and its values.
USES: dict[str, tuple[int, tuple[int, ...]]] = {
    # Copies, close-on-exec, flags, a pipe's size. No owner of signals, no locks, no leases.
    "fcntl": (1, (0, 1, 2, 3, 4, 1030, 1032)),
    # Is it a terminal, how large, how much waits, blocking or not, close-on-exec.
    "ioctl": (1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # A thread's name.
    "prctl": (0, (15, 16)),
    # Its own limits, which only ever shrink.
    "prlimit64": (0, (0,)),
}

# What programs try and can do without: they are told that the kernel is too old to have it, and
# take another way. `clone3` hides its flags from seccomp; libc then uses `clone`.
ABSENT = ("clone3",)

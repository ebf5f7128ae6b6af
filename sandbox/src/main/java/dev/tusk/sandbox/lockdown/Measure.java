package dev.tusk.sandbox.lockdown;

/** One thing that a locked process has given up, or was started without. */
public enum Measure {
  /** No program it runs can gain rights ({@code no_new_privs}); the kernel asks for it below. */
  NO_NEW_PRIVILEGES,
  /** Its memory cannot be read or traced by others of the same user, nor dumped. */
  NOT_DUMPABLE,
  /** No core file ({@code RLIMIT_CORE}). */
  CORE_FILE,
  /** No regular file can grow ({@code RLIMIT_FSIZE}). */
  FILE_SIZE,
  /** A bound on open descriptors ({@code RLIMIT_NOFILE}). */
  OPEN_FILES,
  /** A bound on the user's threads and processes ({@code RLIMIT_NPROC}), if the policy asks. */
  USER_THREADS,
  /** A bound on CPU time over the process's life ({@code RLIMIT_CPU}), if the policy asks. */
  CPU_TIME,
  /** No new processes, sockets, signals to others, or changes to files (seccomp, all threads). */
  SYSTEM_CALLS,
  /**
   * Files are opened only under the policy's paths (Landlock), by the thread that locked and every
   * thread started from it since: all that run guest code.
   */
  READABLE_PATHS,
  /** The same for the threads that the JVM had before: collector, compiler, finalizer. */
  READABLE_PATHS_IN_ALL_THREADS,
  /** The environment that the process was started with is empty. */
  EMPTY_ENVIRONMENT,
  /** The working folder is empty. */
  EMPTY_FOLDER,
  /** No descriptor was inherited but the three standard ones. */
  DESCRIPTORS
}

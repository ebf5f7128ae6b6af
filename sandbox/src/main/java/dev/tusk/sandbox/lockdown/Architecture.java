package dev.tusk.sandbox.lockdown;

import java.util.Locale;
import java.util.Optional;

/** A processor architecture whose Linux system-call numbers are known here. */
enum Architecture {
  X86_64(0xC000003E, 0x10000, 0x20000, 0x8000),
  AARCH64(0xC00000B7, 0x4000, 0x8000, 0x20000);

  private static final int NONBLOCK = 0x800;
  private static final int NOATIME = 0x40000;
  private static final int CLOEXEC = 0x80000;

  private final int auditNumber;
  private final int directory;
  private final int noFollow;
  private final int largeFile;

  Architecture(int auditNumber, int directory, int noFollow, int largeFile) {
    this.auditNumber = auditNumber;
    this.directory = directory;
    this.noFollow = noFollow;
    this.largeFile = largeFile;
  }

  /** The architecture this process runs on, if its numbers are known. */
  static Optional<Architecture> current() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  /** The kernel's {@code AUDIT_ARCH_*}, which a filter sees beside each call's number. */
  int auditNumber() {
    return auditNumber;
  }

  /**
   * The flags of {@code open} that only read. Everything else (write, create, truncate, append, an
   * unnamed temporary file, a bare path handle) is outside this mask; access mode 0 is read-only.
   */
  int readOnlyOpenFlags() {
    return directory | noFollow | largeFile | NONBLOCK | NOATIME | CLOEXEC;
  }
}

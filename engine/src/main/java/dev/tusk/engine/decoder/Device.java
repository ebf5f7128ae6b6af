package dev.tusk.engine.decoder;

/** Where a model runs. */
public sealed interface Device {
  /** The host's processor. */
  record Cpu() implements Device {
    @Override
    public String toString() {
      return "cpu";
    }
  }

  /**
   * An NVIDIA GPU.
   *
   * @param index its number, from 0
   */
  record Cuda(int index) implements Device {
    /** Checks the number. */
    public Cuda {
      if (index < 0) {
        throw new IllegalArgumentException(
            "the CUDA device is " + index + ", at least 0 is needed");
      }
    }

    @Override
    public String toString() {
      return "cuda(" + index + ")";
    }
  }

  /** CUDA device 0 where it can be used, else the processor; the decoder says which and why. */
  record Auto() implements Device {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /** The host's processor. */
  static Device cpu() {
    return new Cpu();
  }

  /** The NVIDIA GPU with this number, from 0. */
  static Device cuda(int index) {
    return new Cuda(index);
  }

  /** CUDA device 0 where it can be used, else the processor. */
  static Device auto() {
    return new Auto();
  }

  /**
   * The device that a decoder runs on.
   *
   * @param device {@link Cpu} or {@link Cuda}
   * @param reason why that one
   */
  record Choice(Device device, String reason) {}
}

package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.OnnxBinding;
import org.jspecify.annotations.Nullable;

/** Lets another thread end a model's run in progress, and refuses every later one. */
final class RunGuard {
  private @Nullable OnnxBinding current;
  private boolean terminated;

  /** Runs on the model's own thread. */
  void run(OnnxBinding binding) {
    synchronized (this) {
      if (terminated) {
        throw new IllegalStateException("the model was terminated");
      }
      current = binding;
    }
    try {
      binding.run();
    } finally {
      synchronized (this) {
        current = null;
      }
    }
  }

  /** From any thread. */
  synchronized void terminate() {
    terminated = true;
    if (current != null) {
      current.terminate();
    }
  }
}

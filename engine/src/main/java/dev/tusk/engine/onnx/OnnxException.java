package dev.tusk.engine.onnx;

/** A failure of ONNX Runtime or of finding it: a code and the runtime's own text. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. All but the first two are the codes of {@code OrtErrorCode}. */
  public enum Code {
    /** No library of ONNX Runtime for this platform was found, or the one found did not load. */
    LIBRARY_MISSING,
    /** The device asked for cannot be used on this host. */
    DEVICE_UNAVAILABLE,
    FAIL,
    INVALID_ARGUMENT,
    NO_SUCH_FILE,
    NO_MODEL,
    ENGINE_ERROR,
    RUNTIME_EXCEPTION,
    INVALID_PROTOBUF,
    MODEL_LOADED,
    NOT_IMPLEMENTED,
    INVALID_GRAPH,
    EP_FAIL,
    /** A code that this version of Tusk does not know. */
    UNKNOWN;

    static Code ofOrt(int code) {
      return switch (code) {
        case 1 -> FAIL;
        case 2 -> INVALID_ARGUMENT;
        case 3 -> NO_SUCH_FILE;
        case 4 -> NO_MODEL;
        case 5 -> ENGINE_ERROR;
        case 6 -> RUNTIME_EXCEPTION;
        case 7 -> INVALID_PROTOBUF;
        case 8 -> MODEL_LOADED;
        case 9 -> NOT_IMPLEMENTED;
        case 10 -> INVALID_GRAPH;
        case 11 -> EP_FAIL;
        default -> UNKNOWN;
      };
    }
  }

  private final Code code;

  OnnxException(Code code, String message) {
    super(message);
    this.code = code;
  }

  OnnxException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What failed. */
  public Code code() {
    return code;
  }
}

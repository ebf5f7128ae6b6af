/**
 * ONNX Runtime's C API through {@code java.lang.foreign}: the only package of Tusk that makes
 * native calls.
 *
 * <p>It exists because the Java binding of ONNX Runtime 1.29 has no IoBinding and no device tensors
 * (microsoft/onnxruntime#26209), without which the KV cache crosses the bus at every step. The
 * package covers what a decoder needs and no more: find the library, open a session, allocate
 * tensors where the model runs, bind them, run.
 *
 * <p>Nothing here is loaded before {@link dev.tusk.engine.onnx.OnnxRuntime#open}; a program that
 * never decodes runs without any ONNX Runtime on its class path.
 */
@NullMarked
package dev.tusk.engine.onnx;

import org.jspecify.annotations.NullMarked;

/**
 * The decoder: a Hugging Face checkpoint folder in, text out.
 *
 * <p>{@link dev.tusk.engine.decoder.Checkpoint#open} reads and validates a folder. {@link
 * dev.tusk.engine.decoder.Decoder#open} builds the ONNX graph from its config, with the weights
 * referenced where they lie in the checkpoint's files, and loads it on a {@link
 * dev.tusk.engine.decoder.Device}. {@link dev.tusk.engine.decoder.Decoder#generate} continues a
 * prompt.
 *
 * <p>What a checkpoint asks for and this package does not support is refused by name when it is
 * opened.
 */
@NullMarked
package dev.tusk.engine.decoder;

import org.jspecify.annotations.NullMarked;

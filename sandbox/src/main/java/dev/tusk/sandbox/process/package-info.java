/**
 * Worker processes: JVMs of ours that are spoken to in frames and killed at a deadline.
 *
 * <p>Nothing here knows what the workers do. A host starts a {@link
 * dev.tusk.sandbox.process.WorkerProcess} from a {@link dev.tusk.sandbox.process.WorkerCommand}, or
 * keeps one running through a {@link dev.tusk.sandbox.process.WorkerHost}; inside the worker,
 * {@link dev.tusk.sandbox.process.WorkerLoop} hands each request to a {@link
 * dev.tusk.sandbox.process.WorkerHandler}.
 */
@NullMarked
package dev.tusk.sandbox.process;

import org.jspecify.annotations.NullMarked;

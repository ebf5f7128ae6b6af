package dev.tusk.sandbox;

/**
 * The result of one program of a batch.
 *
 * @param index the place of the program among those of the batch, from 0
 * @param program the program
 * @param execution what became of it
 * @param repeated whether an equal program of the batch ran in its place ({@link Repeats#RUN_ONCE})
 */
public record BatchResult(long index, Program program, Execution execution, boolean repeated) {}

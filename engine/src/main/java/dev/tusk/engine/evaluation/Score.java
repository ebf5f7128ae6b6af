package dev.tusk.engine.evaluation;

/**
 * One scoring of one answer.
 *
 * @param answer what was compared with the reference
 * @param mark whether it counts
 * @param reason why, for a person
 */
record Score(String answer, Mark mark, String reason) {}

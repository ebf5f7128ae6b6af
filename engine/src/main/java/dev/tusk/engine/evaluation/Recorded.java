package dev.tusk.engine.evaluation;

/**
 * What another Python once made of a program.
 *
 * @param status {@code ok}, or how it failed
 * @param answer its answer; empty where there is none
 * @param printed what MAmmoTH would read
 */
record Recorded(String status, String answer, String printed) {}

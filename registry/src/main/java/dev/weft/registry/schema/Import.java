package dev.weft.registry.schema;

/**
 * A version of a subject that a schema imports.
 *
 * @param name the name by which the text imports it
 * @param version a number; -1: the newest
 */
public record Import(String name, String subject, int version) {}

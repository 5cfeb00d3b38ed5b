package dev.weft.registry.schema;

import dev.weft.model.SchemaText;

/**
 * One version of a subject.
 *
 * @param subject its name, with the context
 * @param deleted whether it is hidden from those who do not ask for it
 * @param registered when, in milliseconds since 1970; 0: not known
 */
public record Version(
    String subject, int version, SchemaText schema, boolean deleted, long registered) {}

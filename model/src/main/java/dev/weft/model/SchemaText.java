package dev.weft.model;

/**
 * A schema as the mesh keeps it.
 *
 * @param id from 1, without gaps, never given twice
 * @param type {@code AVRO} or {@code PROTOBUF}
 * @param text complete in itself
 */
public record SchemaText(int id, String type, String text) {}

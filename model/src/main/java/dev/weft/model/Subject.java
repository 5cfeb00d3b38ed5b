package dev.weft.model;

import java.util.List;

/**
 * The versions of a schema for the keys or values of one topic.
 *
 * @param name {@code <topic>-key} or {@code <topic>-value}
 * @param schemas the ids of its versions, the first version first
 * @param compatibility the level that new versions must keep; empty: as for all subjects
 */
public record Subject(String name, List<Integer> schemas, String compatibility) {
  public Subject {
    schemas = Defaults.list(schemas);
    compatibility = Defaults.text(compatibility);
  }
}

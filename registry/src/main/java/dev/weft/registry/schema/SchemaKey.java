package dev.weft.registry.schema;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;

/** Which schema: ids count from 1 in each context. */
record SchemaKey(String context, int id) {
  static SchemaKey of(SchemaText schema) {
    return new SchemaKey(schema.context(), schema.id());
  }

  /** The schema that another one imports. */
  static SchemaKey of(SchemaText importing, SchemaText.Reference reference) {
    var subject = SubjectName.within(importing.context(), reference.subject());
    return new SchemaKey(subject.context(), reference.schema());
  }

  /** What all schemas of a context have before their ids. */
  static String prefix(String context) {
    return context.isEmpty() ? "" : ":" + context + ":";
  }

  ResourceKey resource() {
    return new ResourceKey(ResourceKind.SCHEMA, prefix(context) + id);
  }
}

/**
 * Changes Avro records on their way, as {@code json} does with JSON: a schema and a reader's view
 * are compiled to a plan, the plan walks over the bytes once, copies what is shown and splices what
 * is not.
 *
 * <p>Start reading at {@link dev.weft.gateway.avro.AvroRewriter}. Which schema wrote a record says
 * the record's frame: a registry's id, or the fingerprint of Avro's single-object encoding. What is
 * not exactly one value of that schema is withheld as a whole.
 *
 * <p>A reader must be able to read what is left by the same schema. So a field that is withheld is
 * not missing: it is null where the schema allows that, else it has its default, else the neutral
 * value of its type. Entries of maps are left out; keys of maps are data.
 *
 * <p>Pure functions on bytes; nothing here knows Kafka. A property test holds it equal to a slow
 * program on the trees of Avro's own library.
 */
package dev.weft.gateway.avro;

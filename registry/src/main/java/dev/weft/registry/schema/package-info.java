/**
 * The schemas by which records are written: registered under subjects, each version compatible with
 * those before, found by the number that a record carries.
 *
 * <p>Start reading at {@link dev.weft.registry.schema.Subjects}, which decides what is registered
 * and removed; beside it {@link dev.weft.registry.schema.SchemaIndex} finds schemas across
 * subjects, and {@link dev.weft.registry.schema.SubjectSettings} has what is set. {@link
 * dev.weft.registry.schema.RegisteredSchemas} is the view that the gateway asks. Schemas are
 * resources of the mesh log like all others: they survive with it and need no store of their own.
 *
 * <p>Each language is a {@code SchemaLanguage}: Avro and Protobuf on their libraries, JSON Schema
 * in {@code JsonSchemaReading} and what it names. {@code ContractAgreement} and {@link
 * dev.weft.registry.schema.ContractRules} join schemas and contracts.
 *
 * <p>It does not know about HTTP, nor who may register what.
 */
package dev.weft.registry.schema;

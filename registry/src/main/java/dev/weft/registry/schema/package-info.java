/**
 * The schemas by which records are written: registered under subjects, each version compatible with
 * those before, found by the number that a record carries.
 *
 * <p>Start reading at {@link dev.weft.registry.schema.Subjects}, which decides what is registered,
 * and {@link dev.weft.registry.schema.RegisteredSchemas}, the view that the gateway asks. Schemas
 * are resources of the mesh log like all others: they survive with it and need no store of their
 * own.
 *
 * <p>It does not know about HTTP, nor who may register what.
 */
package dev.weft.registry.schema;

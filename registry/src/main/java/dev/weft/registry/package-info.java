/**
 * Knows what a contract promises and whether a record keeps it.
 *
 * <p>Start reading at {@link dev.weft.registry.ContractChecks}: a contract is compiled once into a
 * tree of checks, one per field, that follows the shape of the record; checking a record then walks
 * the tree and parses nothing. A field that the contract does not name is none of its business,
 * unless the contract says so: new fields are reported and classified elsewhere.
 *
 * <p>Depends on {@code spi} and {@code model} only. It does not know where records come from or
 * what becomes of those that break a promise.
 */
package dev.weft.registry;

/**
 * What tests of Weft and of its extensions share: an in-memory mesh, contracts per interface.
 *
 * <p>Start reading at {@link dev.weft.testing.MemoryMesh}. Shipped and documented like everything
 * else; it knows nothing of Kafka or HTTP.
 */
package dev.weft.testing;

/**
 * Where the parts of Weft meet: the interfaces that one part offers and another uses.
 *
 * <p>Start reading at {@link dev.weft.spi.Decisions}, the one question that every door asks, and at
 * {@link dev.weft.spi.MeshLog}, through which every change goes. {@code spi.flow} holds what a
 * processor implements.
 *
 * <p>Depends on {@code model} only. Features implement or use these interfaces and never each
 * other; the server's Main joins them.
 */
package dev.weft.spi;

/**
 * Products as other standards describe them: what is written for other programs, and the one
 * standard that is read and turned into resources.
 *
 * <p>Start reading at {@link dev.weft.standards.ProductExport}. Everything is a function of what it
 * is given; who may have it is asked before.
 *
 * <p>Depends on {@code model} only. It does not know about HTTP, Kafka or the mesh log. ODCS and
 * ODPS, which are what resources are written in, live in {@code model.format}.
 */
package dev.weft.standards;

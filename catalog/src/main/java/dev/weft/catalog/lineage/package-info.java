/**
 * Which data comes from where: sources, flows, ports, queries, products, who reads, and jobs and
 * datasets outside the mesh.
 *
 * <p>Start reading at {@link dev.weft.catalog.lineage.LineageGraph}. {@link
 * dev.weft.catalog.lineage.Facts} says what one resource tells; {@link
 * dev.weft.catalog.lineage.Assembly} joins what all of them tell to a graph.
 *
 * <p>It knows what is declared, not which records went where: that is the trace.
 */
package dev.weft.catalog.lineage;

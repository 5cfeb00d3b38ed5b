/**
 * Which data comes from where: sources, flows, ports, queries, products, who reads, and jobs and
 * datasets outside the mesh.
 *
 * <p>Start reading at {@link dev.weft.catalog.lineage.LineageGraph}. {@link
 * dev.weft.catalog.lineage.Facts} says what one resource tells, {@link
 * dev.weft.catalog.lineage.Telling} which part of the graph that makes beside the others, and
 * {@link dev.weft.catalog.lineage.Assembly} keeps all parts together.
 *
 * <p>It knows what is declared, not which records went where: that is the trace.
 */
package dev.weft.catalog.lineage;

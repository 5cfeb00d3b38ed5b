/**
 * OpenLineage (openlineage.io, 2-0-2) in and out, so that what runs outside the mesh and what runs
 * in it are one lineage.
 *
 * <p>In: {@link dev.weft.server.openlineage.LineageIntake} takes events, {@link
 * dev.weft.server.openlineage.EventReader} checks them, {@link
 * dev.weft.server.openlineage.JobHistory} makes of them what the mesh log keeps of a job. Out:
 * {@link dev.weft.server.openlineage.Emission} looks at the flows, {@link
 * dev.weft.server.openlineage.FlowEvents} writes their events, {@link
 * dev.weft.server.openlineage.Outbox} sends them.
 *
 * <p>The graph itself, and the tags that follow it, are in {@code catalog.lineage} and {@code
 * server.observe}.
 */
package dev.weft.server.openlineage;

/**
 * Measures on the records that come what a contract promises of them: its service levels and its
 * quality rules.
 *
 * <p>Start reading at {@link dev.weft.registry.quality.Meter}: it is given each record of a port
 * once and can say at any moment how each {@link dev.weft.registry.quality.Objective} stands.
 * {@link dev.weft.registry.quality.Objectives} reads them from the contract.
 *
 * <p>Time is given, never taken. It does not know where records come from, who is told, or who may
 * see what is found: it counts, and keeps no value.
 */
package dev.weft.registry.quality;

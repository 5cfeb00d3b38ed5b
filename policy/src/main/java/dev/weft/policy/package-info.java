/**
 * Turns policies, tags and grants into decisions, masks and row filters: pure functions of the
 * mesh's state, without I/O.
 */
package dev.weft.policy;

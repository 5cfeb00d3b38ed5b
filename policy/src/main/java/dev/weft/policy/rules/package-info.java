/**
 * The rules of access over any model of resources: who may do what with which path of named levels.
 *
 * <p>Start reading at {@link dev.weft.policy.rules.Schedule} for the time in which something holds.
 *
 * <p>Knows no file format, no mesh and no clock: whoever asks brings the moment.
 */
package dev.weft.policy.rules;

/**
 * The rules of access over any model of resources: who may do what with which path of named levels,
 * what is hidden of it, and whether that is recorded.
 *
 * <p>Start reading at {@link dev.weft.policy.rules.PolicySet}: it answers a {@link
 * dev.weft.policy.rules.Request} with a {@link dev.weft.policy.rules.Decision}. {@code Evaluation}
 * is the order in which policies are asked; {@code PolicyList} finds those that a resource can
 * concern at all; {@link dev.weft.policy.rules.ResourcePattern} compares resources with what
 * policies name.
 *
 * <p>Knows no file format, no mesh and no clock: whoever asks brings the moment.
 */
package dev.weft.policy.rules;

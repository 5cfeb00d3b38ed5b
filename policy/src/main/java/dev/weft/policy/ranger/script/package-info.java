/**
 * Reads the small scripts that Ranger's conditions are written in, as far as they are expressions
 * about the request, and evaluates them without an engine.
 *
 * <p>Start at {@link dev.weft.policy.ranger.script.Script}. There are no loops, no functions of the
 * script's own and no way out of it: every script ends, and sees nothing but the request. What it
 * cannot read it says so of, when the policy is imported.
 */
package dev.weft.policy.ranger.script;

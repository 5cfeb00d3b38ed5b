/**
 * Functions that queries have beside Flink's own: the masks of policies that need no secret.
 *
 * <p>Start reading at {@link dev.weft.sql.function.MaskFunctions}. They give what the mask of the
 * same name gives at the gateway; a test holds the two equal. {@code hash} and {@code token} are
 * not here: they are keyed with a secret of the installation, which does not leave the server.
 */
package dev.weft.sql.function;

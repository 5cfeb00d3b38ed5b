/**
 * From files to a mesh that is as they say. Start reading at {@link dev.weft.server.apply.Applier},
 * which decides; {@link dev.weft.server.apply.Reconciler} then makes topics, subscriptions and
 * flows follow.
 */
package dev.weft.server.apply;

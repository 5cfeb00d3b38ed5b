/**
 * The mesh log on Kafka: one writer decides, everybody follows.
 *
 * <p>Start reading at {@link dev.weft.catalog.log.KafkaMeshLog}. Reading is the same for the writer
 * and for followers: a tail of the topic, cut into transactions, is applied to an immutable state
 * and told to the folds. Writing happens in a <i>term</i>: from the moment in which this server has
 * won the election until it has lost it. A term fences its predecessor, then reads its own first
 * record back; from then on its state is the newest there is.
 *
 * <p>It does not know what the resources mean.
 */
package dev.weft.catalog.log;

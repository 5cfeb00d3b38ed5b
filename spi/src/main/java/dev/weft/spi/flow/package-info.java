/**
 * What a processor implements. Start reading at {@link dev.weft.spi.flow.ProcessorType}, then
 * {@link dev.weft.spi.flow.Processor}, {@link dev.weft.spi.flow.SourceProcessor} and {@link
 * dev.weft.spi.flow.QueueProcessor}.
 *
 * <p>A processor knows nothing of threads, queues, Kafka or retries: the runner does.
 */
package dev.weft.spi.flow;

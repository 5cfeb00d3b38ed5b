/**
 * What a processor implements. Start reading at {@link dev.weft.spi.flow.ProcessorType}, then
 * {@link dev.weft.spi.flow.Processor} and {@link dev.weft.spi.flow.SourceProcessor}.
 *
 * <p>A processor knows nothing of threads, queues, Kafka or retries: the runner does.
 */
package dev.weft.spi.flow;

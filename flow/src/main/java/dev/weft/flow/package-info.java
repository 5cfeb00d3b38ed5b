/**
 * Runs flows: processors, connections, retries, positions, trace.
 *
 * <p>Start reading at {@link dev.weft.flow.FlowRunner}. The one idea is the <em>unit of work</em>:
 * one batch of one source, or some of a busy port, with everything that comes of them. Records for
 * ports, records in quarantine, the trace of both and the position that the source has reached are
 * one Kafka transaction, so after kill -9 a flow goes on exactly where its output ends. Sinks
 * outside have flushed before that transaction commits: they get everything at least once.
 *
 * <p>{@code RunningFlow} is one flow and its states, {@code Graph} its processors, {@code
 * UnitOfWork} what must commit together, {@code TransactionalWriter} the only user of Kafka's
 * producer. {@link dev.weft.flow.FlowCheck} and {@link dev.weft.flow.ProcessorTypes} know flows
 * without running them.
 *
 * <p>Depends on {@code spi}, {@code model} and Kafka's client. It does not know which processors
 * exist, how contracts are checked, what fields mean or who may write: it asks.
 */
package dev.weft.flow;

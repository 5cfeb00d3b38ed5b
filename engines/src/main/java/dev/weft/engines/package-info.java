/**
 * Starts the engines that Weft brings along: Kafka and Flink.
 *
 * <p>Start reading at {@link dev.weft.engines.EmbeddedKafka}: a real KRaft broker in this process,
 * whose data lives in Weft's data folder. The one idea: <em>embedded</em> means only that Weft has
 * started the engine. Everybody else reaches it by its public protocol, with the {@link
 * dev.weft.model.KafkaAccess} that an external cluster would have been given by configuration.
 *
 * <p>{@link dev.weft.engines.EmbeddedFlink} is a Flink cluster in this process, started when the
 * first query needs it; it keeps nothing itself.
 *
 * <p>The broker listens on loopback ports of its own and accepts only who knows the secret that the
 * first start has generated: whoever could reach around the gateway would make it worthless. So
 * does Flink with who shows this process's certificate.
 *
 * <p>Depends on {@code model} only. It does not know about products, ports or policies.
 */
package dev.weft.engines;

/**
 * Reads from Kafka clusters outside and writes to them. Start reading at {@link
 * dev.weft.processors.kafka.KafkaCluster}, the service that says where a cluster is. Ports of the
 * mesh are read and written by ConsumePort and PublishPort, exactly once; no transaction spans two
 * clusters, so here it is at least once.
 */
package dev.weft.processors.kafka;

/**
 * Takes messages from an MQTT broker and publishes to it. Start reading at {@link
 * dev.weft.processors.mqtt.ConsumeMQTT} and {@link dev.weft.processors.mqtt.PublishMQTT}.
 *
 * <p>MQTT 5 (OASIS Standard, 2019). The session at the broker is what is not acknowledged yet: a
 * message is acknowledged when its records are committed, and comes again when it was not.
 */
package dev.weft.processors.mqtt;

/**
 * People, their passwords, tokens and Kafka keys. Start reading at {@link
 * dev.weft.server.identity.Logins}.
 */
package dev.weft.server.identity;

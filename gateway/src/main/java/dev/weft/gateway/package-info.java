/** The one door: speaks the Kafka protocol, asks for decisions, rewrites records, reports reads. */
package dev.weft.gateway;

/**
 * Writes records to Redis and looks them up there. Start reading at {@link
 * dev.weft.processors.redis.RedisServer}, the service that says where the server is.
 */
package dev.weft.processors.redis;

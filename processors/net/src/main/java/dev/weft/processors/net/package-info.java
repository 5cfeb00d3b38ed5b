/**
 * Takes messages from sockets and sends to them: TCP, UDP, syslog. Start reading at {@link
 * dev.weft.processors.net.ListenTCP} and {@link dev.weft.processors.net.MessageSource}. {@link
 * dev.weft.processors.net.TlsContext} is the certificates that other processors use as well.
 *
 * <p>Nobody acknowledges on a plain socket. What has been taken from one and is not committed yet
 * is in memory only, and lost with the process.
 */
package dev.weft.processors.net;

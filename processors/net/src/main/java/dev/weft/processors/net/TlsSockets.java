package dev.weft.processors.net;

import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Sockets with the TLS of a service, or plain ones where no service is named. */
final class TlsSockets {
  private TlsSockets() {}

  static TcpDoor.Sockets server(
      String service, boolean clientCertificate, ProcessorContext context) {
    if (service.isEmpty()) {
      return ServerSocket::new;
    }
    var tls = Tls.of(service, context);
    return () -> {
      var socket = (SSLServerSocket) tls.context().getServerSocketFactory().createServerSocket();
      socket.setNeedClientAuth(clientCertificate);
      return socket;
    };
  }

  /** A connection; with TLS the other side has proved that it is that host. */
  static Socket connect(String host, int port, Tls tls, boolean isTls, Duration timeout)
      throws IOException {
    var millis = (int) timeout.toMillis();
    var plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      return isTls ? secured(plain, host, port, tls) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, String host, int port, Tls tls) throws IOException {
    var factory = tls.context().getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}

package dev.weft.gateway;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslHandshakeRequest;

/** A client that logs in properly and then sends whatever a test wants. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MS = 1_500;
  private static final int ANSWER_MS = 15_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int correlation;

  RawClient(InetSocketAddress gateway, String key, String secret) throws IOException {
    socket = new Socket(gateway.getAddress(), gateway.getPort());
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    ask(new SaslHandshakeRequest(new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 1));
    var token = ("\0" + key + "\0" + secret).getBytes(StandardCharsets.UTF_8);
    ask(
        new SaslAuthenticateRequest(
            new SaslAuthenticateRequestData().setAuthBytes(token), (short) 2));
  }

  AbstractResponse ask(AbstractRequest request) throws IOException {
    return answer(begin(request));
  }

  /** Sends a request whose answer is read later. */
  RequestHeader begin(AbstractRequest request) throws IOException {
    var header = new RequestHeader(request.apiKey(), request.version(), "raw", ++correlation);
    var frame = request.serializeWithHeader(header);
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    send(bytes);
    return header;
  }

  AbstractResponse answer(RequestHeader header) throws IOException {
    socket.setSoTimeout(ANSWER_MS);
    var answer = new byte[in.readInt()];
    in.readFully(answer);
    socket.setSoTimeout(PATIENCE_MS);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
  }

  /** Drops the next answer, and says how large it was. */
  int drop() throws IOException {
    socket.setSoTimeout(ANSWER_MS);
    var size = in.readInt();
    in.skipNBytes(size);
    socket.setSoTimeout(PATIENCE_MS);
    return size;
  }

  void send(byte[] frame) throws IOException {
    out.writeInt(frame.length);
    out.write(frame);
    out.flush();
  }

  void sendLength(int length) throws IOException {
    out.writeInt(length);
    out.flush();
  }

  /** What comes next: the size of an answer, -1 when the connection ends, nothing in time. */
  Optional<Integer> next() throws IOException {
    try {
      return Optional.of(in.readInt());
    } catch (EOFException | SocketException e) {
      return Optional.of(-1);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

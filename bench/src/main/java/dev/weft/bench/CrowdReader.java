package dev.weft.bench;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslHandshakeRequest;

/** One reader's connection to the gateway: as little of a Kafka client as there can be. */
final class CrowdReader {
  private static final int WAIT_MILLIS = 500;
  private static final int BYTES_MAX = 1_000_000;
  private static final int FRAME_FIRST = 4 * 1024;
  private static final long AGAIN_NANOS = Duration.ofMillis(500).toNanos();
  private static final long WATCHERS_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

  final int number;
  final Crowd.History history;
  private final PortName port;
  private final KafkaAccess access;
  private SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(FRAME_FIRST);
  private RequestHeader asked;
  private int correlation;

  /**
   * The next offset, the time of the last request, when it may ask again, and if ever it got one.
   */
  long offset;

  long askedAt;
  long dueAt;
  boolean answered;

  CrowdReader(int number, Crowd crowd, KafkaAccess access) {
    this.number = number;
    this.history = crowd.history(number);
    this.port = crowd.port(number);
    this.access = access;
  }

  /** Logs in, waiting for it; afterwards nothing waits. */
  void connect() throws IOException {
    var address = access.bootstrapServers().split(":");
    channel = SocketChannel.open(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
    channel.socket().setTcpNoDelay(true);
    in.clear();
    ask(new SaslHandshakeRequest(new SaslHandshakeRequestData().setMechanism("PLAIN"), (short) 1));
    var token =
        ("\0" + word("username") + "\0" + word("password")).getBytes(StandardCharsets.UTF_8);
    var answer =
        ask(
            new SaslAuthenticateRequest(
                new SaslAuthenticateRequestData().setAuthBytes(token), (short) 2));
    var code = ((SaslAuthenticateResponseData) answer.data()).errorCode();
    if (code != 0) {
      throw new IOException("The gateway refused the login of " + Crowd.name(number) + ": " + code);
    }
    channel.configureBlocking(false);
  }

  /** Asks for the first time since it has logged in. */
  void begin(Selector selector) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, this);
    fetch();
  }

  /** Asks for what comes next. */
  void fetch() throws IOException {
    var partition = new FetchPartition().setFetchOffset(offset).setPartitionMaxBytes(BYTES_MAX);
    var topic =
        new FetchTopic()
            .setTopic(port.topic())
            .setTopicId(Uuid.ZERO_UUID)
            .setPartitions(List.of(partition));
    var data =
        new FetchRequestData()
            .setMaxWaitMs(WAIT_MILLIS)
            .setMinBytes(1)
            .setMaxBytes(BYTES_MAX)
            .setTopics(List.of(topic));
    askedAt = System.nanoTime();
    send(new FetchRequest(data, (short) 12));
  }

  /** How long it waits after it was refused. */
  long pauseNanos() {
    return Crowd.isWatcher(number) ? WATCHERS_AGAIN_NANOS : AGAIN_NANOS;
  }

  /** What has come, if all of an answer has. */
  Optional<FetchResponseData> received() throws IOException {
    return frame().map(bytes -> (FetchResponseData) parsed(bytes).data());
  }

  void close() throws IOException {
    channel.close();
  }

  private AbstractResponse ask(AbstractRequest request) throws IOException {
    send(request);
    var answer = frame();
    while (answer.isEmpty()) {
      answer = frame();
    }
    return parsed(answer.get());
  }

  private AbstractResponse parsed(ByteBuffer frame) {
    return AbstractResponse.parseResponse(frame, asked);
  }

  private void send(AbstractRequest request) throws IOException {
    asked = new RequestHeader(request.apiKey(), request.version(), "crowd", ++correlation);
    var body = request.serializeWithHeader(asked);
    var out = ByteBuffer.allocate(4 + body.remaining()).putInt(body.remaining()).put(body).flip();
    while (out.hasRemaining()) {
      // A request is smaller than any socket's buffer, and there is never more than one.
      channel.write(out);
    }
  }

  private Optional<ByteBuffer> frame() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException();
    }
    if (in.position() < 4) {
      return Optional.empty();
    }
    var length = in.getInt(0);
    if (in.position() < 4 + length) {
      if (in.capacity() < 4 + length) {
        var larger = ByteBuffer.allocate(4 + length);
        larger.put(in.flip());
        in = larger;
      }
      return Optional.empty();
    }
    var body = ByteBuffer.allocate(length).put(in.slice(4, length)).flip();
    in.clear();
    return Optional.of(body);
  }

  private String word(String name) {
    var jaas = access.clientProperties().getProperty("sasl.jaas.config");
    var begin = jaas.indexOf(name + "=\"") + name.length() + 2;
    return jaas.substring(begin, jaas.indexOf('"', begin));
  }
}

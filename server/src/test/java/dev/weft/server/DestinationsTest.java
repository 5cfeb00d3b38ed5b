package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.ProcessorTypes;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every type of processor says where it sends to: a new one cannot forget it. */
class DestinationsTest {
  /** Packages whose classes talk to the outside: here only what takes from there sends nothing. */
  private static final Set<String> TALKING =
      Set.of("jdbc", "kafka", "mail", "mqtt", "net", "redis", "s3", "sftp", "connect");

  /** These only take, by what is fixed in their settings, or wait to be called. */
  private static final Set<String> TAKING =
      Set.of(
          "ConsumeKafka",
          "ConsumeMQTT",
          "ListS3",
          "ListSFTP",
          "ListenHTTP",
          "ListenSyslog",
          "ListenTCP",
          "ListenUDP",
          "ListDirectory",
          "FetchFile",
          "TailFile");

  /** What a class uses that sends, or could. */
  private static final List<String> SENDING =
      List.of(
          "java/net/http/",
          "java/net/Socket",
          "java/net/DatagramSocket",
          "java/net/URL",
          "java/nio/channels/SocketChannel",
          "java/nio/file/Files",
          "java/io/FileOutputStream",
          "java/lang/Process",
          "java/sql/DriverManager",
          "org/slf4j/Logger");

  private final ProcessorTypes types = Installed.types();

  @Test
  void everyTypeSaysSomething() {
    var silent =
        types.names().stream()
            .map(name -> types.find(name).orElseThrow())
            .filter(type -> !says(type.getClass(), 2))
            .map(ProcessorType::name)
            .toList();

    assertThat(silent).isEmpty();
  }

  @Test
  void everyServiceSaysSomething() {
    var silent =
        types.serviceNames().stream()
            .map(name -> types.findService(name).orElseThrow())
            .filter(type -> !says(type.getClass(), 1))
            .map(ServiceType::name)
            .toList();

    assertThat(silent).isEmpty();
  }

  @Test
  void whatSendsNothingOnlyTakesOrUsesNothingThatSends() {
    var doubtful =
        types.names().stream()
            .map(name -> types.find(name).orElseThrow())
            .filter(type -> type instanceof SendsNothing && !TAKING.contains(type.name()))
            .filter(type -> isTalking(type.getClass()) || mentionsSending(type.getClass()))
            .map(ProcessorType::name)
            .toList();

    assertThat(doubtful).isEmpty();
  }

  @Test
  void whatSaysNothingIsUnknown() {
    ProcessorType<?> silent = new Silent();

    assertThat(silent.destinations(null, name -> List.of()))
        .containsExactly(Destination.unknown(""));
  }

  private static final class Silent implements ProcessorType<Silent.Settings> {
    record Settings() {}

    @Override
    public String name() {
      return "Silent";
    }

    @Override
    public String summary() {
      return "Says nothing.";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }
  }

  private static boolean says(Class<?> type, int parameters) {
    return SendsNothing.class.isAssignableFrom(type)
        || Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals("destinations"))
            .map(Method::getParameterCount)
            .anyMatch(count -> count == parameters);
  }

  private static boolean isTalking(Class<?> type) {
    var name = type.getPackageName();
    return TALKING.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** In the class itself, what is within it, and the class that its name names as its work. */
  private static boolean mentionsSending(Class<?> type) {
    return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
        .map(DestinationsTest::bytes)
        .anyMatch(text -> SENDING.stream().anyMatch(text::contains));
  }

  private static String bytes(Class<?> type) {
    var file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.weft.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flink in this process takes jobs from this process only. */
class EmbeddedFlinkIT {
  @TempDir static Path data;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() {
    flink = EmbeddedFlink.start(data);
  }

  @AfterAll
  static void stop() {
    if (flink != null) {
      flink.close();
      assertThat(data.resolve("flink/flink.jks")).doesNotExist();
    }
  }

  @Test
  void whoHasTheCertificateIsLetIn() throws Exception {
    var settings = flink.clientSettings();
    var store = store(settings.get("security.ssl.rest.keystore-password"));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, settings.get("security.ssl.rest.key-password").toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, new SecureRandom());

    var answer = ask(context);

    assertThat(answer).contains("\"slots-total\":128");
  }

  @Test
  void nobodyElseIs() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());

    assertThatThrownBy(() -> ask(context)).isInstanceOf(IOException.class);
    // Without TLS there is only an answer that says where to go.
    var plain = get(HttpClient.newHttpClient(), "http" + url().substring("https".length()));
    assertThat(plain).doesNotContain("slots");
  }

  @Test
  void itIsOnLoopbackAndItsKeyIsNobodysBusiness() throws Exception {
    assertThat(flink.url().getHost()).isEqualTo("127.0.0.1");
    var permissions = Files.getPosixFilePermissions(data.resolve("flink/flink.jks"));
    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    assertThatThrownBy(() -> store("another")).isInstanceOf(IOException.class);
  }

  private static KeyStore store(String password) throws Exception {
    var store = KeyStore.getInstance("JKS");
    try (var in = Files.newInputStream(data.resolve("flink/flink.jks"))) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private static String ask(SSLContext context) throws IOException, InterruptedException {
    return get(HttpClient.newBuilder().sslContext(context).build(), url());
  }

  private static String url() {
    return flink.url().toString();
  }

  private static String get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(url + "/overview")).build(), BodyHandlers.ofString())
        .body();
  }

  /** The test asks whether it is let in, not whom it speaks to. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

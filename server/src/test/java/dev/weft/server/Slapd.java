package dev.weft.server;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * OpenLDAP's server as a process of its own, in a folder of its own, with a certificate of its own.
 */
final class Slapd implements AutoCloseable {
  static final String BASE = "dc=bank,dc=example";
  static final String ADMIN = "cn=admin," + BASE;
  private static final String PASSWORD = "the directory's own password";
  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  /** What comes before an RSA key of 2048 bits. */
  private static final int PKCS8_BYTES = 26;

  private final Path folder;
  private final int port;
  private final int clear;
  private final Process process;

  private Slapd(Path folder, int port, int clear, Process process) {
    this.folder = folder;
    this.port = port;
    this.clear = clear;
    this.process = process;
  }

  /** Starts it with these entries, in LDIF. */
  static Slapd start(Path folder, String entries) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("db"));
    secret(folder);
    certificate(folder);
    Files.writeString(folder.resolve("slapd.conf"), config(folder));
    Files.writeString(folder.resolve("entries.ldif"), entries);
    run(folder, "/usr/sbin/slapadd", "-f", "slapd.conf", "-l", "entries.ldif");
    var port = WeftProcess.freePort(new Random());
    var clear = WeftProcess.freePort(new Random());
    var process =
        new ProcessBuilder(
                "/usr/sbin/slapd",
                "-f",
                "slapd.conf",
                "-h",
                "ldaps://127.0.0.1:" + port + " ldap://127.0.0.1:" + clear,
                "-d",
                "0")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("slapd.out").toFile())
            .start();
    var slapd = new Slapd(folder, port, clear, process);
    try {
      Eventually.within(READY_WITHIN, "slapd", slapd::isListening);
      return slapd;
    } catch (AssertionError e) {
      slapd.close();
      throw e;
    }
  }

  private boolean isListening() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it is, and how people and groups look in it, as lines of Weft's settings. */
  List<String> settings() {
    return List.of(
        "ldap.url = ldaps://localhost:" + port,
        "ldap.trust.file = " + folder.resolve("cert.pem"),
        "ldap.bind.dn = " + ADMIN,
        "ldap.bind.password.file = " + folder.resolve("password"),
        "ldap.people.base = ou=people," + BASE,
        "ldap.disabled.filter = (employeeType=left)",
        "ldap.groups.base = ou=groups," + BASE,
        "ldap.groups = Analysts=analysts, Everybody=everybody");
  }

  /** The same, where the connection begins in clear. */
  List<String> startTlsSettings() {
    var all = new ArrayList<>(settings());
    all.set(0, "ldap.url = ldap://localhost:" + clear);
    all.add("ldap.starttls = on");
    return all;
  }

  /** The same people as Active Directory describes people. */
  List<String> activeSettings() {
    var all = new ArrayList<>(settings());
    all.removeIf(line -> line.startsWith("ldap.disabled.filter"));
    all.add("ldap.people.filter = (objectClass=adUser)");
    all.add("ldap.id.attribute = objectGUID");
    all.add("ldap.name.attribute = sAMAccountName");
    all.add("ldap.disabled.filter = (userAccountControl:1.2.840.113556.1.4.803:=2)");
    return all;
  }

  /** Changes an attribute of an entry. */
  void set(String entry, String attribute, String value)
      throws LDAPException, GeneralSecurityException {
    var trust = new PEMFileTrustManager(folder.resolve("cert.pem").toFile());
    var sockets = new SSLUtil(trust).createSSLSocketFactory();
    try (var connection = new LDAPConnection(sockets, "localhost", port, ADMIN, PASSWORD)) {
      connection.modify(entry, new Modification(ModificationType.REPLACE, attribute, value));
    }
  }

  private static void secret(Path folder) throws IOException {
    var file = folder.resolve("password");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, PASSWORD);
  }

  private static String config(Path folder) {
    return """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
        attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
        attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
        objectclass ( 1.2.840.113556.1.5.9 NAME 'adUser' SUP top AUXILIARY MAY ( objectGUID $ sAMAccountName $ userAccountControl ) )
        modulepath /usr/lib/ldap
        moduleload back_mdb
        pidfile %1$s/slapd.pid
        TLSCertificateFile %1$s/cert.pem
        TLSCertificateKeyFile %1$s/key.pem
        database mdb
        maxsize 16777216
        suffix "%2$s"
        rootdn "%3$s"
        rootpw "%4$s"
        directory %1$s/db
        """
        .formatted(folder, BASE, ADMIN, PASSWORD);
  }

  private static void certificate(Path folder) throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var store = folder.resolve("store.p12");
    run(
        folder,
        keytool,
        "-genkeypair",
        "-alias",
        "slapd",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    try (var in = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "changeit".toCharArray());
      pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("slapd").getEncoded());
      var key = keys.getKey("slapd", "changeit".toCharArray()).getEncoded();
      // It reads PKCS #1 only, which PKCS #8 has after a beginning that is always the same.
      var inner = Arrays.copyOfRange(key, PKCS8_BYTES, key.length);
      pem(folder.resolve("key.pem"), "RSA PRIVATE KEY", inner);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pem(Path file, String what, byte[] bytes) throws IOException {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        file,
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(what, lines.encodeToString(bytes)));
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    await(folder, new ProcessBuilder(new ArrayList<>(List.of(command))));
  }

  private static void await(Path folder, ProcessBuilder builder)
      throws IOException, InterruptedException {
    var out = folder.resolve("run.out");
    var process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(builder.command().get(0) + ": " + Files.readString(out));
    }
  }

  @Override
  public void close() {
    try {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

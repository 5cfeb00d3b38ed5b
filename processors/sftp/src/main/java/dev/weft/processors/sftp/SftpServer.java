package dev.weft.processors.sftp;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An SFTP server, by whose key it is known, and as whom to log in. */
public final class SftpServer implements ServiceType<SftpServer.Settings, SftpHost> {
  /** Where it is. */
  public record Settings(
      @Doc("The server's name or address.") String host,
      @Doc("The port; 22 when left out.") Integer port,
      @Doc("The user to log in as.") String user,
      @Doc(value = "The user's password. Give this or privateKey.", sensitive = true)
          String password,
      @Doc(value = "The user's private key, as OpenSSH or PEM writes it.", sensitive = true)
          String privateKey,
      @Doc(value = "The passphrase of the private key.", sensitive = true) String passphrase,
      @Doc(
              "The server's own key, as in known_hosts without the name: ssh-ed25519 AAAA... Give"
                  + " this or knownHosts; ssh-keyscan HOST shows it.")
          String hostKey,
      @Doc("A file of known hosts, as OpenSSH keeps it.") String knownHosts,
      @Doc("How long to wait for the server, up to 300s; 30s when left out.") Duration timeout) {
    public Settings {
      host = Given.text("host", host);
      port = Given.within("port", port, 22, 1, 65_535);
      user = Given.text("user", user);
      password = Given.textOr(password, "");
      privateKey = Given.textOr(privateKey, "");
      passphrase = Given.textOr(passphrase, "");
      hostKey = Given.textOr(hostKey, "");
      knownHosts = Given.textOr(knownHosts, "");
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(30), Duration.ofSeconds(300));
    }

    /** Refuses what lacks or doubles something; each alone may be left out. */
    void check() {
      if (password.isEmpty() == privateKey.isEmpty()) {
        throw new IllegalArgumentException("password or privateKey must be given, and not both");
      }
      if (hostKey.isEmpty() == knownHosts.isEmpty()) {
        throw new IllegalArgumentException("hostKey or knownHosts must be given, and not both");
      }
      if (!hostKey.isEmpty() && hostKey.strip().split("\\s+").length < 2) {
        throw new IllegalArgumentException("hostKey must be such as ssh-ed25519 AAAA...");
      }
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "SftpServer " + user + "@" + host + ":" + port;
    }
  }

  @Override
  public String name() {
    return "SftpServer";
  }

  @Override
  public String summary() {
    return "An SFTP server: where it is, by whose key it is known, and as whom to log in.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<SftpHost> gives() {
    return SftpHost.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return List.of(Destination.host("sftp", settings.host(), settings.port(), "host"));
  }

  @Override
  public SftpHost create(Settings settings, Clock clock) {
    settings.check();
    return new SftpHost(settings);
  }
}

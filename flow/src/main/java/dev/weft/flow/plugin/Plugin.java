package dev.weft.flow.plugin;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.TypeDescription;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A jar that is loaded, with what it gives. It was loaded from a copy that only this user can
 * write: what happens to the file afterwards does not reach the running classes.
 */
record Plugin(
    String file,
    String version,
    String sha256,
    List<ProcessorType<?>> types,
    List<ServiceType<?, ?>> services,
    List<Driver> drivers) {

  /** A jar that cannot be loaded; the message is for people. */
  static final class Broken extends Exception {
    Broken(String message) {
      super(message);
    }
  }

  /** Loads a jar; {@code copies} is a folder that only this user can enter. */
  static Plugin load(PluginFile file, Path copies, ClassLoader weft) throws Broken {
    try {
      var copy =
          Files.createTempFile(
              copies,
              "plugin",
              ".jar",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      var sha256 = copy(file, copy);
      var version = check(copy);
      var url = copy.toUri().toURL();
      return of(file.name(), version, sha256, loader(file.name(), url, weft));
    } catch (IOException e) {
      throw new Broken("It is not a jar that can be read: " + e.getMessage() + ".");
    }
  }

  /** Its parent sees what is shared and no more. It lives as long as one of its classes does. */
  private static ClassLoader loader(String name, URL jar, ClassLoader weft) {
    return new URLClassLoader("plugin " + name, new URL[] {jar}, new SharedClasses(weft));
  }

  private static Plugin of(String file, String version, String sha256, ClassLoader loader)
      throws Broken {
    try {
      var types = new ArrayList<ProcessorType<?>>();
      for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class, loader)) {
        if (isOwn(type, loader)) {
          TypeDescription.of(type); // Everything that people will ask of it, while it can be told.
          types.add(type);
        }
      }
      var services = new ArrayList<ServiceType<?, ?>>();
      for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class, loader)) {
        if (isOwn(type, loader)) {
          services.add(type);
        }
      }
      var drivers = new ArrayList<Driver>();
      for (var driver : ServiceLoader.load(Driver.class, loader)) {
        if (isOwn(driver, loader)) {
          drivers.add(driver);
        }
      }
      if (types.isEmpty() && services.isEmpty() && drivers.isEmpty()) {
        throw new Broken(
            "It names no type of processor in META-INF/services/"
                + ProcessorType.class.getName()
                + ", no controller service, and no JDBC driver.");
      }
      return new Plugin(
          file, version, sha256, List.copyOf(types), List.copyOf(services), List.copyOf(drivers));
    } catch (RuntimeException | Error e) { // Code of others: whatever it does wrong is its fault.
      if (e instanceof OutOfMemoryError noMemory) {
        throw noMemory;
      }
      throw new Broken("Its classes do not load: " + words(e) + ".");
    }
  }

  private static boolean isOwn(Object service, ClassLoader loader) {
    return service.getClass().getClassLoader() == loader;
  }

  private static String words(Throwable e) {
    var first = e.getCause() == null ? e : e.getCause();
    return first.getClass().getSimpleName()
        + (first.getMessage() == null ? "" : ": " + first.getMessage());
  }

  private static String copy(PluginFile file, Path copy) throws IOException, Broken {
    var sha256 = digest();
    try (InputStream in =
            new DigestInputStream(
                Files.newInputStream(
                    file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                sha256);
        OutputStream out = Files.newOutputStream(copy)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** What must not be in a jar; answers its version. */
  private static String check(Path copy) throws IOException, Broken {
    try (var jar = new JarFile(copy.toFile())) {
      var manifest = jar.getManifest();
      var main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      if (main.getValue(Attributes.Name.CLASS_PATH) != null) {
        throw new Broken(
            "Its manifest leads to other jars (Class-Path): put what it needs into the jar.");
      }
      var version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "" : version;
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What flows that use it depend on: another jar is another edition. */
  String edition() {
    return file + "@" + sha256.substring(0, 12);
  }

  List<ProcessorTypes.Provided> provided() {
    return types.stream().map(type -> new ProcessorTypes.Provided(type, file, edition())).toList();
  }

  List<ProcessorTypes.ProvidedService> providedServices() {
    return services.stream()
        .map(type -> new ProcessorTypes.ProvidedService(type, file, edition()))
        .toList();
  }

  /** Of processors and services. */
  Set<String> typeNames() {
    var names = new TreeSet<String>();
    types.forEach(type -> names.add(type.name()));
    services.forEach(type -> names.add(type.name()));
    return names;
  }
}
